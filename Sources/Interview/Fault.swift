/// A stable code for one way in which something can go wrong. One code never stands for two causes.
///
/// Every module declares its codes as static members and lists them in one array, from which the documented catalogue
/// is generated; the code's text is part of the contract, the sentences are not.
public struct FaultCode: Sendable, Hashable {
  /// Whether trying the same thing again can help.
  public enum Retry: String, Sendable, Hashable, Codable {
    /// The input itself is at fault: only another input helps.
    case never
    /// The surroundings are at fault (a full disk, a locked store): it passes, try again later.
    case later
    /// Either may be at fault (a decoder's timeout: a busy machine, or a file made to stall it): try again a few times, and count.
    case limited
  }

  /// Dotted, stable, for example `recording.truncated`.
  public let code: String
  /// What happened, one sentence.
  public let cause: Bilingual
  /// What the reader can do about it, one sentence.
  public let action: Bilingual
  public let retry: Retry

  public init(_ code: String, retry: Retry = .never, cause: Bilingual, action: Bilingual) {
    self.code = code
    self.cause = cause
    self.action = action
    self.retry = retry
  }

  public static func == (left: FaultCode, right: FaultCode) -> Bool { left.code == right.code }
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// The one error that crosses a module's border: a coded cause and what it is about.
public struct Fault: Error, Sendable, Equatable {
  public let code: FaultCode
  /// The particulars of this case (a name, a figure, a line), in plain words; empty where the code says it all.
  public let detail: String

  public init(_ code: FaultCode, _ detail: String = "") {
    self.code = code
    self.detail = detail
  }

  /// The sentence that a person reads: cause, particulars, then what to do.
  public func message(in language: Language = .en) -> String {
    let particulars = detail.isEmpty ? "" : language == .zh ? "（\(detail)）" : " (\(detail))"
    return code.cause[language] + particulars
  }
}
