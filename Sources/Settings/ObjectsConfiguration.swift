import FoundationEssentials
import Inbox
import Interview
import Objects
import Transfers
import Vault
import YAMLReading

/// A store of objects that the archive's recordings move to.
public struct ObjectsConfiguration: Sendable, Hashable {
  /// `https://host[:port]`; `http` for this machine alone.
  public var endpoint: String
  public var bucket: String
  /// As requests are signed for; stores that have none take any.
  public var region = "us-east-1"
  /// What the names of this daemon's objects begin with, with a slash at its end; nil for the machine's name and the instance.
  public var prefix: String?
  /// A file with key and secret; nil for the service manager's credential.
  public var credentialsFile: String?
  /// A file of certificates in PEM to trust instead of the system's.
  public var authorities: String?

  /// What the service manager calls the credential: `LoadCredential=intone-objects:/path`.
  public static let credential = "intone-objects"

  init?(_ section: Section) {
    defer { section.done() }
    section.require("endpoint")
    section.require("bucket")
    guard let endpoint = section.string("endpoint"), let bucket = section.string("bucket") else { return nil }
    self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    self.bucket = bucket
    Self.check(self.endpoint, section)
    if !(3...63).contains(bucket.utf8.count) || !bucket.utf8.allSatisfy(Self.plain.contains) {
      section.mistake("bucket", Bilingual(zh: "“\(bucket)”不是桶名", en: "\(bucket) is no bucket's name"))
    }
    region = section.string("region") ?? region
    if let text = section.string("prefix") {
      if !text.hasSuffix("/") || text.hasPrefix("/") || !text.utf8.allSatisfy({ Self.plain.contains($0) || $0 == UInt8(ascii: "/") }) {
        section.mistake(
          "prefix",
          Bilingual(zh: "应由小写字母、数字、- . 组成并以 / 结尾，如 north/", en: "small letters, digits, - and ., with a slash at its end, like north/"))
      }
      prefix = text
    }
    for (key, path) in [("credentials_file", \Self.credentialsFile), ("ca_file", \Self.authorities)]
      as [(String, WritableKeyPath<Self, String?>)]
    {
      guard let value = section.string(key) else { continue }
      if !value.hasPrefix("/") { section.mistake(key, Bilingual(zh: "“\(value)”应为绝对路径", en: "\(value) is not an absolute path")) }
      self[keyPath: path] = value
    }
    for key in ["access_key", "secret_key", "aws_access_key_id", "aws_secret_access_key"] where section.has(key) {
      section.mistake(
        key,
        Bilingual(
          zh: "密钥绝不写在配置里：用 credentials_file 或 LoadCredential=intone-objects",
          en: "keys never stand in the configuration: credentials_file names a file, or LoadCredential=intone-objects"))
    }
  }

  private static let plain = Set("abcdefghijklmnopqrstuvwxyz0123456789-.".utf8)

  private static func check(_ endpoint: String, _ section: Section) {
    let parts = endpoint.split(separator: "/", omittingEmptySubsequences: false)
    let host = parts.count == 3 ? parts[2].split(separator: ":").first.map(String.init) ?? "" : ""
    let isHere = ["localhost", "127.0.0.1"].contains(host)
    if parts.count != 3 || host.isEmpty || endpoint.contains("@") || parts[0] != "https:" && !(parts[0] == "http:" && isHere) {
      section.mistake(
        "endpoint",
        Bilingual(
          zh: "应为 https://主机[:端口]，不含路径与密钥；http 只用于本机",
          en: "https://host[:port] is expected, without path or keys; http is for this machine alone"))
    }
  }

  /// Where key and secret are.
  public func credentials(_ environment: [String: String]) -> String {
    credentialsFile ?? (environment["CREDENTIALS_DIRECTORY"] ?? "/run/credentials/intoned.service") + "/" + Self.credential
  }

  struct Shown: Encodable {
    let endpoint: String
    let bucket: String
    let region: String
    let prefix: String?
    let credentials_file: String?
    let ca_file: String?
  }

  /// As `config show` prints it.
  var shown: Shown {
    Shown(
      endpoint: endpoint, bucket: bucket, region: region, prefix: prefix, credentials_file: credentialsFile, ca_file: authorities)
  }
}

extension ArchivedObjects {
  /// Where the recordings of a configuration move to; nil where they stay.
  ///
  /// - Parameters:
  ///   - isOwn: whether this is the daemon.
  ///   - transfer: what it sends with, to be stopped by whoever shuts down.
  ///   - clock: seconds since 1970, of this machine.
  public convenience init?(
    _ configuration: DaemonConfiguration, isOwn: Bool = true, transfer: HTTPTransfer = HTTPTransfer(),
    clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
  ) {
    guard let objects = configuration.objects else { return nil }
    let process = ProcessInfo.processInfo
    let store = S3ObjectStore(
      S3ObjectStore.Configuration(
        endpoint: objects.endpoint, bucket: objects.bucket, region: objects.region, authorities: objects.authorities,
        credentials: objects.credentials(process.environment)), transfer: transfer, clock: clock)
    let own = Self.component(process.hostName) + "/" + Self.component(configuration.inbox.instance) + "/"
    self.init(store, prefix: objects.prefix ?? own, stateDirectory: configuration.inbox.stateDirectory, isOwn: isOwn, clock: clock)
  }
}
