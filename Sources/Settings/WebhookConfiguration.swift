import Interview
import YAMLReading

/// One receiver that events are delivered to over HTTP.
public struct WebhookConfiguration: Sendable, Hashable {
  public enum Template: String, Sendable, Hashable, CaseIterable {
    /// The event as the feed has it.
    case json
    /// A message in Markdown for a WeCom group robot.
    case wecom
  }

  /// Tells receivers apart, names the file of what was delivered, and stands in metrics: a plain name.
  public var name: String
  /// `http` or `https`; nil where `urlFile` names a file with it. A group robot's address is itself a secret.
  public var url: String?
  public var urlFile: String?
  /// A file with the key of the signature; nil: deliveries are not signed.
  public var secretFile: String?
  public var template: Template = .json
  /// Kinds of events; empty: all of them.
  public var events: [String] = []
  /// The language of messages that people read.
  public var language: Language = .zh
  /// Seconds that one delivery may take. Default: Intone's own; receivers are expected to queue and answer.
  public var timeout: Double = 10
  /// Seconds from an event on after which a failing delivery becomes a dead letter. Default: a weekend.
  public var giveUpAfter: Double = 259_200
  /// A file of certificates in PEM to trust instead of the system's.
  public var authorities: String?

  public init(name: String, url: String?) {
    self.name = name
    self.url = url
  }

  init(_ section: Section) {
    self.init(name: section.string("name") ?? "", url: section.string("url"))
    section.require("name")
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
    if section.has("name"), name.isEmpty || name.utf8.count > 64 || !name.allSatisfy(plain.contains) {
      section.mistake("name", Bilingual(zh: "“\(name)”应由字母、数字、- 和 _ 组成", en: "\(name) is not made of letters, digits, - and _"))
    }
    urlFile = path("url_file", section)
    secretFile = path("secret_file", section)
    authorities = path("ca_file", section)
    if (url == nil) == (urlFile == nil) {
      section.mistake("url", Bilingual(zh: "url 与 url_file 须且只能有一个", en: "exactly one of url and url_file is expected"))
    }
    if let url, !url.hasPrefix("https://"), !url.hasPrefix("http://") {
      section.mistake("url", Bilingual(zh: "应以 https:// 或 http:// 开头", en: "an address that begins with https:// or http:// is expected"))
    }
    template = section.choice("template", Template.self) ?? template
    events = section.strings("events") ?? events
    language = section.choice("language", Language.self) ?? language
    timeout = section.duration("timeout", in: 1...120) ?? timeout
    giveUpAfter = section.duration("give_up_after", in: 1...2_592_000) ?? giveUpAfter
    section.done()
  }

  private func path(_ key: String, _ section: Section) -> String? {
    guard let path = section.string(key) else { return nil }
    if !path.hasPrefix("/") { section.mistake(key, Bilingual(zh: "“\(path)”应为绝对路径", en: "\(path) is not an absolute path")) }
    return path
  }

  /// All receivers of a configuration.
  static func list(_ root: Section) -> [WebhookConfiguration] {
    let hooks = root.sections("webhooks").map { WebhookConfiguration($0) }
    if Set(hooks.map(\.name)).count != hooks.count {
      root.mistake("webhooks", Bilingual(zh: "两个接收方同名", en: "two receivers have the same name"))
    }
    return hooks
  }

  struct Shown: Encodable {
    let name: String
    let url: String?
    let signed: Bool
    let template: String
    let events: [String]
  }

  /// As `config show` prints it: without the address's path, which may be a secret.
  var shown: Shown {
    let host = url.map { $0.split(separator: "/", maxSplits: 3).prefix(2).joined(separator: "//") + "/…" }
    return Shown(name: name, url: host ?? urlFile, signed: secretFile != nil, template: template.rawValue, events: events)
  }
}
