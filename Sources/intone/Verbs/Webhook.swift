import ArgumentParser
import Documents
import Inbox
import Interview
import SQLiteStore
import Settings
import Store
import Webhooks

/// `intone webhook`: the receivers of the change feed.
struct WebhookVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhook", abstract: "Receivers of the change feed: list, dead (what was given up), retry.",
    discussion: "EXAMPLE\n  intone webhook retry ats", subcommands: [List.self, Dead.self, Retry.self], defaultSubcommand: List.self)

  /// `intone webhook list`: the receivers, from the daemon or from its files.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Each receiver: how far it is, and what is wrong with it.")
    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let body = try daemon.webhooks(configuration)
      if daemon.json { return print(body.withoutLastNewline) }
      let hooks = try [WebhookPage](reading: body)
      let zh = daemon.lang == .zh
      if hooks.isEmpty { return print(zh ? "没有配置 webhook" : "no webhook is configured") }
      var table = TextTable(header: zh ? ["接收方", "待送", "已送", "放弃", "状态"] : ["receiver", "behind", "delivered", "dead", "state"])
      table.textColumns = [0, 4]
      for hook in hooks {
        let state = hook.fault.map { "\($0) \(hook.detail ?? "")" } ?? (zh ? "正常" : "well")
        table.rows.append([hook.name, hook.behind.map { "\($0)" } ?? "—", "\(hook.delivered)", "\(hook.dead)", state])
      }
      print(table.text)
    }
  }

  /// `intone webhook dead`: the deliveries that were given up.
  struct Dead: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "dead", abstract: "What was given up, with the reason.")
    @OptionGroup var configuration: ConfigurationOption
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let body = try daemon.webhooks(configuration)
      if daemon.json { return print(body.withoutLastNewline) }
      for hook in try [WebhookPage](reading: body) {
        for letter in hook.dead_letters {
          print("\(hook.name) \(letter.cursor)  \(letter.kind)  \(letter.time)  × \(letter.attempts)  \(letter.code) \(letter.detail)")
        }
      }
    }
  }

  /// `intone webhook retry`: sends them once more, in their order.
  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "retry", abstract: "Send what was given up once more.")
    @Argument(help: "The receiver.") var name: String
    @Argument(help: "The cursor of one delivery; by default all.") var cursor: Int?
    @OptionGroup var daemon: DaemonOptions

    func run() throws {
      let query = cursor.map { "?cursor=\($0)" } ?? ""
      let body = try daemon.ask("POST", "/v1/webhooks/\(PercentText.encoded(name))/retry\(query)")
      let count = try Replies.Redelivery(reading: body).again
      print(daemon.json ? body.withoutLastNewline : daemon.lang == .zh ? "将重投 \(count) 项" : "\(count) will be sent again")
    }
  }
}

extension DaemonOptions {
  /// The receivers; while the daemon is down, as their files of progress and the store's feed tell.
  fileprivate func webhooks(_ configuration: ConfigurationOption) throws(Fault) -> String {
    try answer("/v1/webhooks", configuration) { settings throws(Fault) in
      let end = settings.webhooks.isEmpty ? nil : try openStore(reading: settings.store.text).counts().events
      var hooks: [WebhookPage] = []
      for hook in settings.webhooks {
        let summary = try WebhookSummary(resting: hook, stateDirectory: settings.inbox.stateDirectory, end: end)
        hooks.append(summary.page(end: end))
      }
      return JSON(encoding: hooks).text + "\n"
    }
  }
}
