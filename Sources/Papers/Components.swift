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

/// What an auditor's tool reads.
package enum BillOfMaterials {
  /// Without time and serial number, so that the same installation gives the same file.
  ///
  /// - Parameter files: programs and libraries as they are on this machine.
  package static func cycloneDX(_ components: [Component], files: [HashedFile], version: String) -> String {
    let listed = components.map { component in
      Bill.Part(
        type: "library", name: component.name, version: component.version ?? "",
        licenses: [.init(license: .init(id: component.licence))], externalReferences: [.init(url: component.origin)],
        properties: [.init(value: component.kind)])
    }
    let hashed = files.map { Bill.Part(type: "file", name: $0.path, hashes: [.init(content: $0.sha256)]) }
    let whole = Bill.Part(type: "application", name: "intone", version: version)
    return Bill(metadata: .init(component: whole), components: listed + hashed).json.text + "\n"
  }

  /// As much of CycloneDX 1.5 as is written.
  private struct Bill: Document {
    struct Metadata: Document { let component: Part }

    struct Part: Document {
      struct Licence: Document {
        struct Identifier: Document { let id: String }
        let license: Identifier
      }
      struct Reference: Document {
        var type = "website"
        let url: String
      }
      struct Property: Document {
        var name = "intone:kind"
        let value: String
      }
      struct Hash: Document {
        var alg = "SHA-256"
        let content: String
      }

      let type: String
      let name: String
      var version: String?
      var licenses: [Licence]?
      var externalReferences: [Reference]?
      var properties: [Property]?
      var hashes: [Hash]?

      static let omitted = OmittedMembers.all
    }

    var bomFormat = "CycloneDX"
    var specVersion = "1.5"
    var version = 1
    let metadata: Metadata
    let components: [Part]
  }
}
