import FoundationEssentials
import Interview

/// That a session's manifest could not be read, so that nobody knows what may be done with its recordings: they wait until a
/// manifest is read, or an operator lets the session go on without one. A file in the session's folder of the archive, so that
/// it outlives the daemon and the manifest's own stay in the quarantine.
struct ManifestMark: Sendable, Equatable, Codable {
  var schema = "intone.manifest-mark/1"
  /// An operator said that the session goes on without.
  var isReleased = false
  /// Why it could not be read: a stable code, and its particulars.
  var code: String
  var detail: String

  static let largest = 1 << 16
  /// Bytes of the particulars: lines and columns of the first mistakes.
  private static let maximumDetailLength = 2000

  init(_ fault: Fault) {
    (code, detail) = (fault.code.code, fault.detail.shortened(toBytes: Self.maximumDetailLength))
  }

  /// A mark that nobody can read is one all the same.
  init(bytes: [UInt8]) {
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    } catch {
      self.init(Fault(.sessionManifestUnreadable, "\(error)"))
    }
  }

  static var released: ManifestMark {
    var mark = ManifestMark(Fault(.sessionManifestUnreadable))
    mark.isReleased = true
    return mark
  }

  var bytes: [UInt8] { Array((JSON(encoding: self).text + "\n").utf8) }

  var fault: Fault { Fault(.sessionManifestUnreadable, detail.isEmpty ? code : "\(code): \(detail)") }
}
