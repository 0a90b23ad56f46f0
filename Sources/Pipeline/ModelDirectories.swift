import FoundationEssentials
import Interview
import RoleModels

/// Where role models and the advice catalogue are found: directories, the first that has a file of a name wins.
public struct ModelDirectories: Sendable {
  public let paths: [String]

  /// The operator's own models come before those that the package brings.
  public static let installed = ["/etc/intone/models", "/usr/share/intone/models"]

  /// - Parameter named: directories to look in; when empty, `INTONE_MODELS` (separated by colons), else the installed
  ///   ones, else `models` in the working directory.
  public init(_ named: [String] = [], environment: [String: String] = ProcessInfo.processInfo.environment) {
    if !named.isEmpty {
      paths = named
    } else if let listed = environment["INTONE_MODELS"], !listed.isEmpty {
      paths = listed.split(separator: ":").map(String.init)
    } else {
      let present = Self.installed.filter { FileManager.default.fileExists(atPath: $0) }
      paths = present.isEmpty ? ["models"] : present
    }
  }

  /// Every role model found. A file that is wrong is reported in the library, and hides no other.
  public func library() -> RoleModelLibrary {
    var seen: Set<String> = []
    var files: [(name: String, bytes: [UInt8], hash: ContentHash)] = []
    var unreadable: [(file: String, fault: Fault)] = []
    for directory in paths {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
      for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") && seen.insert(name).inserted {
        do throws(Fault) {
          let bytes = try Files.read(path: directory + "/" + name, limit: 1 << 20)
          files.append((directory + "/" + name, bytes, Files.hash(bytes)))
        } catch {
          unreadable.append((directory + "/" + name, error))
        }
      }
    }
    return RoleModelLibrary(files, unreadable: unreadable)
  }

  /// The model with this id, or the one in the file of this path.
  /// - Throws: `model.unknown`, `model.invalid`, `file.…`.
  public func model(named name: String) throws(Fault) -> RoleModel {
    if name.hasSuffix(".yaml") || name.contains("/") {
      let bytes = try Files.read(path: name, limit: 1 << 20)
      return try RoleModel(bytes, name: name, hash: Files.hash(bytes))
    }
    let library = library()
    // A model that is there and wrong is a better answer than that there is none.
    if let broken = library.faults.first(where: { $0.file.hasSuffix("/\(name).yaml") }) { throw broken.fault }
    return try library.model(name)
  }

  /// The file that declares the model with this id.
  /// - Throws: `model.unknown`, `file.…`.
  public func file(of id: String) throws(Fault) -> String {
    for directory in paths {
      for name in ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted() where name.hasSuffix(".yaml") {
        let path = directory + "/" + name
        let bytes = try Files.read(path: path, limit: 1 << 20)
        // A file that is wrong declares nothing.
        if (try? RoleModel(bytes, name: path, hash: Files.hash(bytes)).id) == id { return path }
      }
    }
    throw Fault(.modelUnknown, id)
  }

  /// The advice catalogue: every file of `advice/` in the first directory that has one; empty without any.
  /// - Throws: `advice.invalid`, `document.…`, `file.…`.
  public func advice() throws(Fault) -> AdviceCatalogue {
    for directory in paths.map({ $0 + "/advice" }) {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else { continue }
      var catalogue = AdviceCatalogue()
      for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
        let path = directory + "/" + name
        catalogue = try catalogue.adding(Files.read(path: path, limit: 1 << 20), name: path)
      }
      return catalogue
    }
    return AdviceCatalogue()
  }
}
