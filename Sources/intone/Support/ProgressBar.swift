import Documents
import Glibc
import Interview

/// How far long work has come, redrawn in one line of standard error; nothing at all where that is no terminal.
final class ProgressBar {
  /// Redrawn no more often than a person sees.
  private static let pause = Duration.milliseconds(100)
  private static let width = 24

  private let label: String
  private let total: Int?
  private let isShown: Bool
  private let began = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?
  private var done = 0

  /// Draws itself at once.
  /// - Parameter total: what `done` reaches in the end; nil where that is not known: the bar then shows a count.
  init(_ label: Bilingual, of total: Int? = nil, _ options: DaemonOptions) {
    self.label = label[options.lang]
    self.total = total
    isShown = isatty(STDERR_FILENO) == 1 && !options.quiet
    show(0)
  }

  /// Redraws the line, at most ten times a second.
  func show(_ done: Int) {
    self.done = done
    let now = ContinuousClock.now
    guard isShown, drawn.map({ now - $0 >= Self.pause }) ?? true else { return }
    drawn = now
    StandardError.write("\r\u{1B}[2K" + line(now))
  }

  /// So many more are done.
  func add(_ count: Int = 1) { show(done + count) }

  /// Takes the line away, so that something else may be printed or the work is ended. The next `show` draws it again.
  func clear() {
    guard isShown, drawn != nil else { return }
    drawn = nil
    StandardError.write("\r\u{1B}[2K")
  }

  /// Label, bar, share, and the time that is left by the pace so far.
  private func line(_ now: ContinuousClock.Instant) -> String {
    guard let total, total > 0 else { return label + (done > 0 ? "  \(done)" : " …") }
    let share = min(1, Double(done) / Double(total))
    let full = Int(share * Double(Self.width))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
    let spent = (now - began) / .seconds(1)
    // What the first second tells of the rest is noise.
    let left = share > 0 && spent > 1 ? "  " + StatusDocument.span(spent * (1 - share) / share) : ""
    return "\(label)  \(bar) \("\(Int(share * 100))".padded(left: 3)) %\(left)"
  }
}
