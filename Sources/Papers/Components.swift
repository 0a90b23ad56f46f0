import Documents
import Interview

/// What the program is made of: the packages that `Package.swift` names and the libraries of the distribution, from the one file
/// (`Resources/components.json`) that a test holds against `Package.swift`. As a bill of materials in CycloneDX 1.5.
package struct Component: Document {
  package let name: String
  /// Of a package the least that is taken; nil for the distribution's, which keeps it.
  package let version: String?
  /// By SPDX.
  package let licence: String
  package let origin: String
  /// `package` or `system`.
  package let kind: String

  package static let builtIn: [Component] =
    (try? [Component](reading: String(decoding: PackageResources.components_json, as: UTF8.self))) ?? []
}

/// One file of the installation with its SHA-256.
package struct HashedFile: Sendable, Hashable {
  package let path: String
  package let sha256: String

  package init(path: String, sha256: String) { (self.path, self.sha256) = (path, sha256) }
}

package enum BillOfMaterials {
  /// Without time and serial number, so that the same installation gives the same file.
  ///
  /// - Parameter files: programs and libraries as they are on this machine.
  package static func cycloneDX(_ components: [Component], files: [HashedFile], version: String) -> String {
    let listed = components.map { component in
      JSON.object([
        "type": .string("library"), "name": .string(component.name), "version": .string(component.version ?? ""),
        "licenses": .array([.object(["license": .object(["id": .string(component.licence)])])]),
        "externalReferences": .array([.object(["type": .string("website"), "url": .string(component.origin)])]),
        "properties": .array([.object(["name": .string("intone:kind"), "value": .string(component.kind)])]),
      ])
    }
    let hashed = files.map { file in
      JSON.object([
        "type": .string("file"), "name": .string(file.path),
        "hashes": .array([.object(["alg": .string("SHA-256"), "content": .string(file.sha256)])]),
      ])
    }
    return JSON.object([
      "bomFormat": .string("CycloneDX"), "specVersion": .string("1.5"), "version": .integer(1),
      "metadata": .object([
        "component": .object(["type": .string("application"), "name": .string("intone"), "version": .string(version)])
      ]),
      "components": .array(listed + hashed),
    ]).text + "\n"
  }
}
