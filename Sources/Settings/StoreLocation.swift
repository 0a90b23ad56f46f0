import Interview

/// Where the store is: a file of this machine, or a database of a server.
public enum StoreLocation: Sendable, Equatable {
  /// The absolute path of an SQLite database.
  case file(String)
  /// libpq's connection string: `service=intone`, `host=a,b dbname=intone`, `postgresql://…`.
  case server(String)

  private static let prefix = "postgres:"

  /// As it is named where one text must do (`--store`, `INTONE_STORE`): a path, or `postgres:` and a connection string.
  public init(_ text: String) {
    let isServer = text.hasPrefix(Self.prefix) && !text.hasPrefix(Self.prefix + "//")
    self = isServer ? .server(String(text.dropFirst(Self.prefix.count))) : .file(text)
  }

  /// The text that names it.
  public var text: String {
    switch self {
    case .file(let path): path
    case .server(let connection): Self.prefix + connection
    }
  }

  /// The connection string; nil for a file.
  public var connection: String? { if case .server(let connection) = self { connection } else { nil } }

  /// What keeps it from being a store; nil where nothing does that can be told without looking.
  public var mistake: Bilingual? {
    switch self {
    case .server(let connection): Self.mistake(inConnection: connection)
    case .file(let path) where path.contains("://"):
      Bilingual(
        zh: "“\(path)”是服务器的地址；请写作 store: {postgres: \"service=intone\"}，或写 SQLite 数据库的绝对路径",
        en: "\(path) is a server's address; write store: {postgres: \"service=intone\"}, or the absolute path of an SQLite database")
    case .file(let path) where path.hasPrefix("/") && !path.hasSuffix("/"): nil
    case .file(let path): Bilingual(zh: "“\(path)”应为数据库文件的绝对路径", en: "\(path) is not the absolute path of a database")
    }
  }

  /// A connection string names its server by keywords or as an address, and holds no password: the configuration is shown to who asks.
  private static func mistake(inConnection text: String) -> Bilingual? {
    let words = text.filter { !$0.isWhitespace }
    let server = words.split(separator: "://", maxSplits: 1).dropFirst().first?.prefix { $0 != "/" && $0 != "?" } ?? ""
    let user = server.contains("@") ? server.prefix { $0 != "@" } : ""
    if words.contains("password=") || user.contains(":") {
      return Bilingual(
        zh: "口令不写在配置里；请放入口令文件（passfile=，或 ~/.pgpass）",
        en: "a password does not stand in the configuration; put it into a password file (passfile=, or ~/.pgpass)")
    }
    let isAddress = ["postgresql://", "postgres://"].contains { text.hasPrefix($0) }
    guard isAddress || text.contains("=") else {
      return Bilingual(
        zh: "“\(text)”不是连接串，例如 service=intone 或 host=db1,db2 dbname=intone",
        en: "\(text) is no connection string like service=intone or host=db1,db2 dbname=intone")
    }
    return nil
  }
}
