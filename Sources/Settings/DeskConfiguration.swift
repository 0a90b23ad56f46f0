import Interview
import YAMLReading

/// The desk behind a company's own proxy: the proxy signs people in and says in headers who asks.
public struct DeskConfiguration: Sendable, Equatable {
  /// The account that the proxy runs under; nobody else is answered on the desk's socket, root and the daemon's user neither.
  public var proxyUser: String
  public var socketPath = "/run/intone/desk.sock"
  /// Who asks. The names are those that Authelia, oauth2-proxy's guides and Caddy's forward_auth use.
  public var userHeader = "Remote-User"
  /// The user's groups, parted by commas.
  public var groupsHeader = "Remote-Groups"
  /// Which of those groups hold which roles; `user:anna` stands for a single user. Nobody holds one who is not named.
  public var roles = RoleMap(groups: [:])

  init(_ section: Section) {
    section.require("proxy_user")
    section.require("roles")
    proxyUser = section.string("proxy_user") ?? ""
    if section.has("proxy_user"), proxyUser.isEmpty {
      section.mistake("proxy_user", Bilingual(zh: "应为代理所用的系统账户名", en: "the name of the account that the proxy runs under is expected"))
    }
    if let path = section.string("socket") {
      socketPath = path
      if !path.hasPrefix("/") || path.utf8.count >= 108 {
        section.mistake("socket", Bilingual(zh: "应为不足 108 字节的绝对路径", en: "an absolute path of less than 108 bytes is expected"))
      }
    }
    userHeader = Self.header("user_header", section) ?? userHeader
    groupsHeader = Self.header("groups_header", section) ?? groupsHeader
    if userHeader.lowercased() == groupsHeader.lowercased() {
      section.mistake("groups_header", Bilingual(zh: "不能与 user_header 相同", en: "user and groups cannot come in one header"))
    }
    if let named = section.section("roles") {
      for role in Role.allCases { roles.groups[role] = named.strings(role.rawValue) }
      named.done()
    }
    section.done()
  }

  /// A field's name: letters, digits and hyphens. An underscore is another name to some servers and the same to others.
  private static func header(_ key: String, _ section: Section) -> String? {
    guard let name = section.string(key) else { return nil }
    if name.isEmpty || !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) {
      section.mistake(key, Bilingual(zh: "“\(name)”应由字母、数字与 - 组成", en: "\(name) is not made of letters, digits and hyphens"))
    }
    return name
  }

  struct Shown: Encodable {
    let proxy_user: String
    let socket: String
    let user_header: String
    let groups_header: String
    let roles: Ordered<[String]>
  }

  /// As `config show` prints it.
  var shown: Shown {
    Shown(proxy_user: proxyUser, socket: socketPath, user_header: userHeader, groups_header: groupsHeader, roles: roles.shown)
  }
}
