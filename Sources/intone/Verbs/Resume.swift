import ArgumentParser
import Interview

/// `intone resume`
struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Take new work again, after pause or drain.", discussion: "EXAMPLE\n  intone resume")
  @OptionGroup var daemon: DaemonOptions

  func run() throws { try daemon.steer("resume", said: Bilingual(zh: "已恢复", en: "resumed")) }
}
