import Files
import FoundationEssentials
import Interview
import Seal
import Store
import Transfers
import Vault

/// A bucket of a store that speaks Amazon S3's protocol, over libcurl. Addresses are of the path style, `https://host/bucket/name`, which all such
/// stores understand.
public final class S3ObjectStore: ObjectStore {
  public struct Configuration: Sendable, Hashable {
    /// `https://host[:port]`, without a slash at its end.
    public var endpoint: String
    public var bucket: String
    public var region: String
    /// A file of certificates in PEM to trust instead of the system's.
    public var authorities: String?
    /// With key and secret, as AWS's tools have it; read anew for each request, so that keys may be changed.
    public var credentials: String

    public init(endpoint: String, bucket: String, region: String, authorities: String? = nil, credentials: String) {
      self.endpoint = endpoint
      self.bucket = bucket
      self.region = region
      self.authorities = authorities
      self.credentials = credentials
    }
  }

  private let configuration: Configuration
  private let transfer: HTTPTransfer
  private let clock: @Sendable () -> Double

  /// - Parameter clock: seconds since 1970; a store refuses requests whose time is off by more than a quarter of an hour.
  public init(_ configuration: Configuration, transfer: HTTPTransfer = HTTPTransfer(), clock: @escaping @Sendable () -> Double) {
    self.configuration = configuration
    self.transfer = transfer
    self.clock = clock
  }

  public func put(_ path: String, bytes: Int, hash: ContentHash, as name: String, scratch: String) throws(Fault) {
    let checksum = Data(hash.bytes).base64EncodedString()
    // The store refuses a body that is not of the signed hash; what it says that it has is compared all the same.
    let answer = try ask(
      "PUT", name, headers: [("x-amz-checksum-sha256", checksum), ("x-amz-sdk-checksum-algorithm", "SHA256")],
      body: .file(path, bytes: bytes), payload: hash.hex)
    if answer.headers["x-amz-checksum-sha256"] == checksum { return }
    // One that knows no checksums: it is asked for what it has.
    try? FileManager.default.removeItem(atPath: scratch)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    try get(name, range: nil, to: scratch)
    guard try Files.hashed(path: scratch).hash == hash else { throw Fault(.objectsAway, "\(name): it does not hold what was put there") }
  }

  public func get(_ name: String, range: Range<Int>?, to path: String) throws(Fault) {
    let part = range.map { [("range", "bytes=\($0.lowerBound)-\($0.upperBound - 1)")] } ?? []
    _ = try ask("GET", name, headers: part, target: path)
  }

  public func erase(below prefix: String) throws(Fault) -> Int {
    var erased = 0
    var refused: [String] = []
    var gone: Set<String> = []
    while true {
      let list = try ObjectVersions(
        ask("GET", "", query: [("versions", ""), ("prefix", prefix), ("max-keys", "500")], answerLimit: 4 << 20).text)
      // A store that goes on listing what it said it deleted is asked again later, not for ever.
      if let again = list.versions.first(where: { gone.contains($0.text) }) { throw Fault(.objectsAway, "\(again.text): still listed") }
      // What was refused once is not asked for again: the list begins with it.
      let wanted = list.versions.filter { version in !refused.contains { $0.hasPrefix(version.text + ": ") } }
      guard !wanted.isEmpty else { break }
      for version in wanted {
        do throws(Fault) {
          _ = try ask("DELETE", version.name, query: version.id.map { [("versionId", $0)] } ?? [])
          erased += 1
          gone.insert(version.text)
        } catch {
          guard error.code == .objectsDenied else { throw error }
          refused.append("\(version.text): \(error.detail)")
        }
      }
    }
    guard refused.isEmpty else {
      throw Fault(.objectsDenied, "not erased (\(refused.count)): \(refused.prefix(3).joined(separator: "; "))")
    }
    return erased
  }

  public func check() throws(Fault) {
    _ = try ask("GET", "", query: [("list-type", "2"), ("max-keys", "1")])
  }

  // MARK: Requests

  /// - Parameter name: an object; empty for the bucket itself.
  private func ask(
    _ method: String, _ name: String, query: [(String, String)] = [], headers: [(String, String)] = [], body: HTTPRequest.Body = .bytes([]),
    payload: String = emptyHash, target: String? = nil, answerLimit: Int = 4096
  ) throws(Fault) -> HTTPAnswer {
    let credentials = try credentials()
    let time = UTC.text(clock()).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    let path = PercentText.path("/" + configuration.bucket + (name.isEmpty ? "" : "/" + name))
    let host = configuration.endpoint.split(separator: "/").last.map(String.init) ?? ""
    var fields = headers + [("host", host), ("x-amz-date", time), ("x-amz-content-sha256", payload)]
    if let token = credentials.token { fields.append(("x-amz-security-token", token)) }
    let signature = SignatureV4(credentials: credentials, region: configuration.region, service: "s3", time: time)
      .authorization(method: method, path: path, query: query, headers: fields, payload: payload)
    var request = HTTPRequest(method, configuration.endpoint + path + (query.isEmpty ? "" : "?" + SignatureV4.text(query)))
    // `Expect` would have libcurl wait a second for stores that do not answer it.
    request.headers = fields.map { "\($0): \($1)" } + ["authorization: " + signature, "expect:", "content-type: application/octet-stream"]
    (request.body, request.target, request.answerLimit) = (body, target, answerLimit)
    (request.authorities, request.timeout) = (configuration.authorities, nil)
    let answer: HTTPAnswer
    do throws(HTTPFailure) { answer = try transfer.send(request) } catch { throw Fault(.objectsAway, "\(host): \(error.words)") }
    guard answer.status / 100 != 2 else { return answer }
    throw Self.fault(answer, host, name)
  }

  private static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  private static func fault(_ answer: HTTPAnswer, _ host: String, _ name: String) -> Fault {
    let code = XMLText(answer.text)["Code"] ?? ""
    let words = "\(host): \(answer.status) \(code)"
    switch answer.status {
    case 404 where code == "NoSuchKey" || code == "NoSuchVersion": return Fault(.objectsMissing, name)
    // 307 and 301: another region's; 400: a key or a signature that it does not know, a checksum that is not the body's.
    case 300..<500 where ![408, 409, 425, 429].contains(answer.status): return Fault(.objectsDenied, words)
    default: return Fault(.objectsAway, words)
    }
  }

  private func credentials() throws(Fault) -> SignatureV4.Credentials {
    let path = configuration.credentials
    do throws(Fault) {
      let text = String(decoding: try Files.read(path: path, limit: 1 << 16), as: UTF8.self)
      guard let credentials = SignatureV4.Credentials(file: text) else {
        throw Fault(.objectsDenied, "\(path): aws_access_key_id, aws_secret_access_key")
      }
      return credentials
    } catch {
      throw error.code == .objectsDenied ? error : Fault(.objectsDenied, "\(path): \(error.code.code)")
    }
  }
}

/// Versions of objects, and marks of what was deleted, from a list.
struct ObjectVersions: Equatable {
  struct Version: Equatable {
    let name: String
    /// Nil where the store keeps none.
    let id: String?

    var text: String { id.map { "\(name) (\($0))" } ?? name }
  }

  let versions: [Version]

  /// - Throws: `objects.denied` where it is no list of versions: a store that knows none lists objects as ever, and nothing would seem to be there.
  init(_ text: String) throws(Fault) {
    guard text.contains("<ListVersionsResult") else { throw Fault(.objectsDenied, "no list of versions") }
    versions = ["Version", "DeleteMarker"].flatMap { tag in
      XMLText(text).all(tag).compactMap { one in
        let inner = XMLText(one)
        return inner["Key"].map { Version(name: $0, id: inner["VersionId"]) }
      }
    }
  }
}

/// As much of XML as a store of objects writes: elements without attributes that matter, and text. Names of ours hold nothing that is encoded.
struct XMLText {
  private let text: Substring

  init(_ text: some StringProtocol) { self.text = Substring(text) }

  /// The text of the first element of this name.
  subscript(_ tag: String) -> String? { all(tag).first }

  func all(_ tag: String) -> [String] {
    var (rest, found): (Substring, [String]) = (text, [])
    while let start = rest.firstRange(of: "<\(tag)>"), let end = rest[start.upperBound...].firstRange(of: "</\(tag)>") {
      found.append(String(rest[start.upperBound..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return found
  }
}
