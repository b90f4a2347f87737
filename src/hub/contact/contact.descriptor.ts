// Contact in the API. Who refers to it: usedBy.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const contactDescriptor = defineDescriptor('contact');
