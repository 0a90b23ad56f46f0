import Files
import FoundationEssentials
import Interview
import Seal

extension Vault {
  /// What the service manager calls the master identity: `LoadCredential=intone-seal:/path`.
  public static let credential = "intone-seal"

  /// The master identities that are at hand: of a file that is named, else of the service manager's credentials.
  ///
  /// - Parameter file: as `age-keygen` writes it.
  /// - Returns: empty where neither is there: then nothing can be opened, and things can be sealed all the same.
  /// - Throws: `seal.key-invalid`, `file.…` for one that is there and cannot be used.
  public static func identities(file: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws(Fault)
    -> [SealIdentity]
  {
    let credential = environment["CREDENTIALS_DIRECTORY"].map { $0 + "/" + Self.credential }
    guard let path = file ?? credential.flatMap({ FileManager.default.fileExists(atPath: $0) ? $0 : nil }) else { return [] }
    do throws(Fault) {
      return try SealIdentity.list(Files.read(path: path, limit: 1 << 16))
    } catch {
      guard error.code == .sealKeyInvalid else { throw error }
      throw Fault(.sealKeyInvalid, path + ": " + error.detail)
    }
  }
}
