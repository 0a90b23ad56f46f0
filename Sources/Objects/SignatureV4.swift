import Interview
import Seal

/// AWS Signature Version 4: what a request to a store of objects is signed with (AWS, "Authenticating Requests: Using the Authorization
/// Header", Amazon S3 API Reference). Pure.
struct SignatureV4 {
  struct Credentials: Sendable, Equatable {
    var key: String
    var secret: String
    /// Of keys that are lent for a time.
    var token: String?
  }

  let credentials: Credentials
  let region: String
  let service: String
  /// `20130524T000000Z`.
  let time: String

  /// - Parameters:
  ///   - path: of the address, encoded.
  ///   - query: decoded names and values.
  ///   - headers: that are sent and signed, with `host`, `x-amz-date` and `x-amz-content-sha256` among them.
  ///   - payload: SHA-256 of the body, in hexadecimal.
  /// - Returns: the value of `Authorization`.
  func authorization(method: String, path: String, query: [(String, String)], headers: [(String, String)], payload: String) -> String {
    let fields = headers.map { ($0.lowercased(), $1.split(separator: " ").joined(separator: " ")) }.sorted { $0.0 < $1.0 }
    let signed = fields.map(\.0).joined(separator: ";")
    let canonical = [
      method, path, Self.text(query), fields.map { "\($0):\($1)\n" }.joined(), signed, payload,
    ].joined(separator: "\n")
    let scope = "\(time.prefix(8))/\(region)/\(service)/aws4_request"
    let text = ["AWS4-HMAC-SHA256", time, scope, SHA256Digest.hex(of: Array(canonical.utf8))].joined(separator: "\n")
    var key = Array(("AWS4" + credentials.secret).utf8)
    for step in [String(time.prefix(8)), region, service, "aws4_request"] { key = Signature.bytes(of: Array(step.utf8), key: key) }
    let signature = Signature.hex(of: Array(text.utf8), key: key)
    return "AWS4-HMAC-SHA256 Credential=\(credentials.key)/\(scope), SignedHeaders=\(signed), Signature=\(signature)"
  }

  /// As it stands in the address and in what is signed: encoded and in order.
  static func text(_ query: [(String, String)]) -> String {
    query.map { (PercentText.encoded($0), PercentText.encoded($1)) }.sorted { $0 < $1 }.map { "\($0)=\($1)" }.joined(separator: "&")
  }
}

extension SignatureV4.Credentials {
  /// From a file as AWS's own tools have it: the section `[default]`, or lines before any section.
  ///
  /// - Returns: nil where key or secret is missing.
  init?(file text: String) {
    var values: [String: String] = [:]
    var isOurs = true
    for line in text.split(whereSeparator: \.isNewline).map({ $0.trimmingSpaces }) {
      if line.hasPrefix("[") {
        isOurs = line == "[default]"
      } else if isOurs, let equals = line.firstIndex(of: "="), !line.hasPrefix("#") {
        values[line[..<equals].trimmingSpaces.lowercased()] = line[line.index(after: equals)...].trimmingSpaces
      }
    }
    guard let key = values["aws_access_key_id"], let secret = values["aws_secret_access_key"], !key.isEmpty, !secret.isEmpty else {
      return nil
    }
    self.init(key: key, secret: secret, token: values["aws_session_token"])
  }
}

extension StringProtocol {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
