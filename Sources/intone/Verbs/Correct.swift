import ArgumentParser
import Documents
import Files
import Interview

/// `intone correct`: what a person heard in place of what a recogniser wrote.
struct Correct: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Put the words that you heard in place of a transcript; the answer is scored again, and both versions are kept.",
    discussion: """
      Write the text one line for each line of the transcript, and their times stay; written otherwise, it has no times. Who corrected it \
      and why stands with the reviews.

      EXAMPLE
        intone correct s-1042__q2 --by anna --reason "The recogniser heard 四十 as 十四." --text heard.txt
      """)
  @Argument(help: "The answer's id, SESSION__QUESTION.") var id: String
  @Option(name: .customLong("by"), help: "Who corrects it.") var reviewer: String
  @Option(help: "Why.") var reason: String
  @Option(help: "The file with the text, UTF-8.", completion: .file()) var text: String
  @OptionGroup var daemon: DaemonOptions

  /// The daemon puts the file into the inbox; the revision is made as of a transcript that comes late.
  func run() throws {
    let bytes = try Files.read(path: text, limit: 1 << 20)
    let body = Wishes.Correction(reviewer: reviewer, reason: reason, text: String(decoding: bytes, as: UTF8.self)).json.text
    let answer = try daemon.ask("POST", "/v1/answers/" + PercentText.encoded(id) + "/transcript", body: body)
    if daemon.json { return print(answer.withoutLastNewline) }
    print(daemon.lang == .zh ? "已更正 \(id) 的转写，正在重新评分" : "the transcript of \(id) is corrected, and the answer is scored again")
  }
}
