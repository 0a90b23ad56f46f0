import ArgumentParser
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
}
