// Small schemas of our own that have the traps of the official ones: include, import, a default by reference, an unchecked child dataset, extensions.
import { temporaryFolder, type TemporaryFolder } from '../../formats/support/temporary-folder.ts';

const xs = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
export const SPOLD = 'http://www.EcoInvent.org/EcoSpold02';
export const CHILD = 'http://www.EcoInvent.org/EcoSpold02Child';

const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>
<xs:schema ${xs} targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang"><xs:simpleType><xs:union memberTypes="xs:language"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value=""/></xs:restriction></xs:simpleType></xs:union></xs:simpleType></xs:attribute></xs:schema>`;

const types = `<xs:schema ${xs} targetNamespace="urn:test:common" elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>
  <xs:complexType name="Text"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute ref="xml:lang" default="en"/></xs:extension></xs:simpleContent></xs:complexType>
</xs:schema>`;

const main = `<xs:schema ${xs} xmlns="urn:test:main" xmlns:m="urn:test:main" xmlns:c="urn:test:common" targetNamespace="urn:test:main" elementFormDefault="qualified">
  <!-- <xs:include schemaLocation="commented-out.xsd"/> -->
  <xs:include schemaLocation="parts/kinds.xsd"/>
  <xs:import namespace="urn:test:common" schemaLocation="../test/common.xsd"/>
  <xs:element name="dataset"><xs:complexType><xs:sequence>
    <xs:element name="name" type="c:Text" maxOccurs="unbounded"/>
    <xs:element name="kind" type="Kind"/>
    <xs:element name="amount" type="xs:double" minOccurs="0"/>
    <xs:element name="other" minOccurs="0"><xs:complexType><xs:sequence><xs:any namespace="##other" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="version" type="xs:string" use="required"/></xs:complexType>
  <xs:unique name="oneTextPerLanguage"><xs:selector xpath="m:name"/><xs:field xpath="@xml:lang"/></xs:unique></xs:element>
</xs:schema>`;

const kinds = `<xs:schema ${xs} targetNamespace="urn:test:main"><xs:simpleType name="Kind"><xs:restriction base="xs:string"><xs:enumeration value="Product"/><xs:enumeration value="Waste"/></xs:restriction></xs:simpleType></xs:schema>`;

const extension = `<xs:schema ${xs} targetNamespace="urn:test:extension" elementFormDefault="qualified"><xs:element name="extra" type="xs:int"/></xs:schema>`;

const dataset = `<xs:complexType name="TActivity"><xs:sequence>
    <xs:element name="activityDescription"><xs:complexType><xs:sequence><xs:element name="activity"><xs:complexType><xs:attribute name="id" use="required"/><xs:attribute name="type" use="required" type="xs:int"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
    <xs:element name="flowData"><xs:complexType><xs:sequence><xs:element name="intermediateExchange" maxOccurs="unbounded"><xs:complexType><xs:attribute name="amount" type="xs:double" use="required"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType>`;

const spold = `<xs:schema ${xs} xmlns="${SPOLD}" xmlns:child="${CHILD}" targetNamespace="${SPOLD}" elementFormDefault="qualified">
  <xs:import namespace="${CHILD}" schemaLocation="child.xsd"/>
  ${dataset}
  <xs:element name="ecoSpold"><xs:complexType><xs:choice maxOccurs="unbounded">
    <xs:element name="activityDataset" type="TActivity"/><xs:element name="childActivityDataset" type="child:TChild"/>
  </xs:choice></xs:complexType></xs:element>
</xs:schema>`;

const child = `<xs:schema ${xs} targetNamespace="${CHILD}" elementFormDefault="qualified"><xs:complexType name="TChild"><xs:sequence>
  <xs:element name="activityDescription" minOccurs="0"><xs:complexType><xs:attribute name="depth" type="xs:int" use="required"/></xs:complexType></xs:element>
  <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:schema>`;

export const schemaFiles: Readonly<Record<string, string>> = {
  'test/main.xsd': main, 'test/parts/kinds.xsd': kinds, 'test/common.xsd': types, 'test/xml.xsd': xml, 'test/extension.xsd': extension,
  'spold/main.xsd': spold, 'spold/child.xsd': child,
};

/** A folder with the schemas; some may be replaced, or left out by undefined. */
export function schemaFolder(changes: Readonly<Record<string, string | undefined>> = {}): TemporaryFolder {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries({ ...schemaFiles, ...changes })) if (content !== undefined) folder.write(name, content);
  return folder;
}
