import ArgumentParser
import Foundation
import Interview
import Testing

@testable import intone

struct ChineseHelpTests {
  @Test func `every text of the help has its Chinese one`() throws {
    #expect(try ChineseHelp.missing(in: Intone._dumpHelp()) == [])
  }

  @Test(arguments: [
    ["--help", "--lang", "zh"], ["status", "-h", "--language=zh"], ["help", "audit", "verify", "--lang", "zh"],
    ["stats", "freeze", "--help", "--lang", "zh"],
  ])
  func `help is asked for in Chinese by the option, wherever it stands`(_ arguments: [String]) throws {
    let page = try #require(ChineseHelp.asked(arguments) { Intone._dumpHelp() })
    for title in ["概述：", "用法：intone", "选项："] { #expect(page.contains(title), "\(title) in \(page)") }
    let lines = page.split(separator: "\n").map(String.init)
    // Examples stand as they are typed.
    #expect(lines.filter { !$0.hasPrefix("  intone") }.allSatisfy { $0.displayWidth <= 80 })
    #expect(!page.contains("OVERVIEW") && !page.contains("USAGE"))
  }

  @Test func `who asks for no help, or in English, gets none here`() {
    #expect(ChineseHelp.asked(["status", "--lang", "zh"]) { Intone._dumpHelp() } == nil)
    #expect(ChineseHelp.asked(["status", "--help", "--lang", "en"]) { Intone._dumpHelp() } == nil)
    #expect(ChineseHelp.asked(["show", "--lang", "zh", "--", "--help"]) { Intone._dumpHelp() } == nil)
  }

  @Test func `a verb's page names its arguments, options and what they are for`() throws {
    let page = try #require(ChineseHelp.asked(["drain", "--help", "--lang", "zh"]) { Intone._dumpHelp() })
    #expect(page.contains("--timeout <timeout>") && page.filter { !$0.isWhitespace }.contains("默认：600s"))
    #expect(page.contains("intone drain --timeout 120s && systemctl stop intoned"))
    let root = try #require(ChineseHelp.asked(["--lang", "zh", "--help"]) { Intone._dumpHelp() })
    for verb in Intone.configuration.subcommands { #expect(root.contains("\n  \(verb._commandName)"), "\(verb._commandName)") }
  }

  /// The parser's own messages, made by the parser.
  @Test(arguments: [
    (["nosuch"], "错误：多余的参数“nosuch”"), (["show", "--nosuch"], "错误：未知的选项“--nosuch”"), (["analyze"], "错误：缺少参数“<paths> ...”"),
    (["drain", "--timeout"], "错误：“--timeout <timeout>”缺少值"), (["show", "a", "b", "c"], "错误：2 个多余的参数：'b', 'c'"),
    (["compare", "a", "--format", "xml"], "错误：值“xml”不能用于“--format <format>”。可用的有：'table'、'json'、'csv'"),
    (["queue", "--limit", "x"], "错误：值“x”不能用于“--limit <limit>”"), (["show", "--stat", "x"], "错误：未知的选项“--stat”；是否想写“--state”？"),
    (["events", "--wait", "301s"], "错误：--wait 为 0 至 300s"), (["export", "--bom"], "错误：--bom 与 --scale 须与 --for people 合用"),
  ])
  func `wrong usage is told in Chinese, with its frame`(_ arguments: [String], _ first: String) throws {
    let error = #expect(throws: (any Error).self) { _ = try Intone.parseAsRoot(arguments) }
    let page = ChineseHelp.usage(Intone.fullMessage(for: try #require(error)))
    let lines = page.split(separator: "\n").map(String.init)
    #expect(lines.first == first, "\(page)")
    #expect(lines.contains { $0.hasPrefix("用法：intone") } && lines.last?.hasSuffix("--help”。") == true, "\(page)")
    for word in ["Error", "Usage", "Help:", "information"] { #expect(!page.contains(word), "\(page)") }
  }

  @Test func `every sentence of our own on wrong usage has its Chinese one`() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/intone")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String })
    var said: Set<String> = []
    for file in files where file.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
      for match in text.matches(of: /ValidationError\(\s*"([^"]*)"\)/) { said.insert(String(match.1)) }
    }
    #expect(said.count > 10 && said == Set(ChineseHelp.mistakes.keys))
  }
}
