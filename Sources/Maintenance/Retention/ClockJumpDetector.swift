import Inbox
import Interview
import Store
import Synchronization

/// Whether the system's clock may be believed when it says that recordings are old.
///
/// A clock that jumps (a dead battery, a wrong time server, a virtual machine put back) makes everything old at once, and what is
/// let go does not come back. After a jump nothing is let go until the clock has gone on evenly for the whole time that
/// recordings are held: only then it is sure that they are so old. The last look is kept in a file, because clocks jump while
/// servers are off.
public final class ClockJumpDetector: Sendable {
  /// A server may be off for so long, in seconds, without its clock being doubted: a week, as holidays last. A jump that is
  /// smaller lets recordings go by so much too early.
  public static let maximumGap = 7 * 86_400.0

  /// The first time after the last jump, and how far the clock went then, both in seconds; nil where it never jumped.
  public struct Jump: Sendable, Hashable {
    public var at: Double
    public var by: Double
  }

  private let memory: any ClockMemory
  private let seen = Mutex<Jump?>(nil)

  /// - Parameter path: of the file; where there is none, the clock is believed.
  public init(path: String) { memory = StateFile(path: path) }

  /// Where several machines go by one clock, the store's, what was seen of it is in the store too.
  public init(in memory: any ClockMemory) { self.memory = memory }

  /// The last jump that was seen.
  public var jump: Jump? { seen.withLock { $0 } }

  /// Looks at the clock, which should be done every hour or so, and keeps the time.
  ///
  /// - Returns: The last jump.
  /// - Throws: `retention.clock-unkept` where the time cannot be kept: then nothing may be let go.
  public func check(_ now: Double) throws(Fault) -> Jump? {
    do throws(Fault) {
      // One after the other: the timetable looks, and who asks for the status where the last look failed.
      return try seen.withLock { seen throws(Fault) in
        let jump = Self.judged(now, try memory.read())
        let words = [now, jump?.at ?? 0, jump?.by ?? 0].map { "\(Int64($0))" }
        try memory.replace(with: Array((words.joined(separator: " ") + "\n").utf8))
        seen = jump
        return jump
      }
    } catch {
      if error.code == .storeAway { throw error }
      throw Fault(.retentionClockUnkept, error.detail)
    }
  }

  private static func judged(_ now: Double, _ kept: [UInt8]?) -> Jump? {
    guard let kept else { return nil }
    let numbers = String(decoding: kept, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    // What cannot be read says nothing about the time: as after a jump.
    guard numbers.count == 3, numbers.allSatisfy(\.isFinite) else { return Jump(at: now, by: 0) }
    let gone = now - numbers[0]
    if abs(gone) > maximumGap { return Jump(at: now, by: gone) }
    return numbers[1] == 0 ? nil : Jump(at: numbers[1], by: numbers[2])
  }
}

/// Where the last look at the clock is kept.
public protocol ClockMemory: Sendable {
  /// Nil where there was none.
  func read() throws(Fault) -> [UInt8]?
  func replace(with bytes: [UInt8]) throws(Fault)
}

extension StateFile: ClockMemory {}

/// In the store of a fleet. One machine at a time keeps what it sees; the others judge by that.
public struct SharedClockMemory: ClockMemory {
  /// Longer than the hour between two looks.
  private static let lease = 2 * 3600.0
  private static let name = "retention's clock"
  private let duties: any SharedDuties
  private let node: String

  public init(_ duties: any SharedDuties, as node: String) { (self.duties, self.node) = (duties, node) }

  public func read() throws(Fault) -> [UInt8]? { try duties.state(of: Self.name).map { Array($0.utf8) } }

  public func replace(with bytes: [UInt8]) throws(Fault) {
    guard try duties.take(Self.name, as: node, for: Self.lease) != nil else { return }
    try duties.keep(String(decoding: bytes, as: UTF8.self), of: Self.name, as: node)
  }
}

extension FaultCode {
  public static let retentionClockUnkept = FaultCode(
    "retention.clock-unkept", retry: .later,
    cause: Bilingual(zh: "无法记录时钟，到期数据暂不删除", en: "the clock's last time cannot be saved; expired data is not erased without it"),
    action: Bilingual(zh: "检查状态目录的权限与磁盘。", en: "Check the state directory's permissions and disk."))
  public static let retentionClockJumped = FaultCode(
    "retention.clock-jumped", retry: .later,
    cause: Bilingual(zh: "系统时钟跳变，到期数据暂不删除", en: "the system clock jumped; expired data is not erased for now"),
    action: Bilingual(
      zh: "用 timedatectl 检查时钟。录音不会丢失，只会多保留一段时间；若时钟一直正确（服务器长期关机），删除状态目录中的 clock 文件，一小时内恢复清理。",
      en:
        "Check the clock with timedatectl. No recording is lost; recordings are only kept longer. If the clock was right (the server was off for a long time), remove the file clock from the state directory; erasure resumes within an hour."
    ))
}
