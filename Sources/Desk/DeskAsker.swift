import Interview

/// Who is at the desk while a request is answered, where a proxy has said so.
public struct DeskAsker: Sendable {
  /// The user as the proxy knows them: decisions stand under this name.
  public let account: String

  public init(account: String) { self.account = account }

  /// Nil at a desk that one person runs for oneself.
  @TaskLocal public static var current: DeskAsker?
}

/// How people come to the desk.
enum DeskDoor: Sendable {
  /// By an address that was printed: everybody has the rights of this account, whose desk it is.
  case address(account: String)
  /// By a proxy that has signed them in.
  case proxy
}

extension DeskServer {
  /// The account that decides by the desk's forms.
  var account: String {
    switch door {
    case .address(let account): account
    case .proxy: DeskAsker.current?.account ?? ""
    }
  }
}
