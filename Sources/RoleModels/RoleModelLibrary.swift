import Interview

/// The role models at hand. Built from files that somebody else read; a file that is wrong does not hide the others.
public struct RoleModelLibrary: Sendable {
  public let models: [RoleModel]
  /// What was wrong with the files that gave no model, by file name.
  public let faults: [(file: String, fault: Fault)]

  /// - Parameters:
  ///   - files: name, bytes and SHA-256 of each; where two declare one id, the first stands.
  ///   - unreadable: files that could not be read at all.
  public init(_ files: [(name: String, bytes: [UInt8], hash: ContentHash)], unreadable: [(file: String, fault: Fault)] = []) {
    var models: [RoleModel] = []
    var faults: [(file: String, fault: Fault)] = unreadable
    for file in files {
      do throws(Fault) {
        let model = try RoleModel(file.bytes, name: file.name, hash: file.hash)
        if models.contains(where: { $0.id == model.id }) { throw Fault(.modelDuplicate, "\(model.id): \(file.name)") }
        models.append(model)
      } catch {
        faults.append((file.name, error))
      }
    }
    self.models = models.sorted { $0.id < $1.id }
    self.faults = faults
  }

  /// Models that were read already; ids are different.
  public init(_ models: [RoleModel]) {
    self.models = models.sorted { $0.id < $1.id }
    faults = []
  }

  /// - Throws: `model.unknown`, naming the models there are.
  public func model(_ id: String) throws(Fault) -> RoleModel {
    guard let model = models.first(where: { $0.id == id }) else {
      throw Fault(.modelUnknown, "\(id); \(models.map(\.id).joined(separator: ", "))")
    }
    return model
  }
}
