import Interview

extension ChineseHelp {
  /// What the argument parser says of wrong usage, in Chinese: its frame, its sentences and ours. What has no translation yet
  /// stands in English.
  static func usage(_ message: String) -> String {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if let words = line.dropping("Error: ") { return "错误：" + mistake(words) }
      if let words = line.dropping("Usage: ") { return "用法：" + words }
      if let words = line.dropping("Help:  ") { return "说明：" + help(words) }
      if let match = line.wholeMatch(of: /\s*See '(.+)' for more information\./) { return "  详见“\(match.1)”。" }
      return String(line)
    }.joined(separator: "\n")
  }

  /// `--limit <limit>  Name at most so many.`
  private static func help(_ words: String) -> String {
    guard let gap = words.firstRange(of: "  ") else { return words }
    let text = words[gap.upperBound...].drop { $0 == " " }
    return words[..<gap.upperBound] + (options[String(text)] ?? String(text))
  }

  private static func mistake(_ words: String) -> String {
    if let own = mistakes[words] { return own }
    if let match = words.wholeMatch(of: /Unexpected argument '(.*)'/) { return "多余的参数“\(match.1)”" }
    if let match = words.wholeMatch(of: /(\d+) unexpected arguments: (.*)/) { return "\(match.1) 个多余的参数：\(match.2)" }
    if let match = words.wholeMatch(of: /Unknown option '(.*?)'\. Did you mean '(.*)'\?/) {
      return "未知的选项“\(match.1)”；是否想写“\(match.2)”？"
    }
    if let match = words.wholeMatch(of: /Unknown option '(.*)'/) { return "未知的选项“\(match.1)”" }
    if let match = words.wholeMatch(of: /Missing expected argument '(.*)'/) { return "缺少参数“\(match.1)”" }
    if let match = words.wholeMatch(of: /Missing value for '(.*)'/) { return "“\(match.1)”缺少值" }
    if let match = words.wholeMatch(of: /The value '(.*)' is invalid for '(.*?)'\. Please provide one of (.*)\./) {
      return "值“\(match.1)”不能用于“\(match.2)”。可用的有：\(match.3.replacing(" or ", with: "、").replacing(", ", with: "、"))"
    }
    if let match = words.wholeMatch(of: /The value '(.*)' is invalid for '(.*?)'(.*)/) { return "值“\(match.1)”不能用于“\(match.2)”\(match.3)" }
    return words
  }

  /// Our own sentences of what does not go together.
  static let mistakes: [String: String] = [
    "--fewest: at least 2": "--fewest 至少为 2",
    "--sound is for the decider's page": "--sound 只用于作决定的人的页面",
    "--sound takes the daemon, not --store": "--sound 需要守护进程，不能与 --store 合用",
    "--port is 0 to 65535": "--port 为 0 至 65535",
    "--limit is 1 to 1000": "--limit 为 1 至 1000",
    "--limit is 0 to 10000": "--limit 为 0 至 10000",
    "--since is a day (2026-11-01), a time (2026-11-01T08:00:00Z), or so long ago as 7d, 12h, 30m":
      "--since 为日期（2026-11-01）、时刻（2026-11-01T08:00:00Z）或距今多久（7d、12h、30m）",
    "name a candidate, or a session with --session": "请给出候选人，或用 --session 给出场次",
    "name an answer, or a session with --session": "请给出回答，或用 --session 给出场次",
    "--wait is 0 to 300s": "--wait 为 0 至 300s",
    "--for people goes with --format csv": "--for people 须与 --format csv 合用",
    "--to goes with --format textgrid or eaf, and these with it; --archive with both":
      "--to 须与 --format textgrid 或 eaf 合用，后者也须有它；--archive 与二者合用",
    "--sex-column, --race-column and --keep-small go with --format ll144":
      "--sex-column、--race-column 与 --keep-small 须与 --format ll144 合用",
    "--store names a server: postgres: and a connection string; intoned brings a file up to date":
      "--store 须指明服务器：postgres: 加连接字符串；文件由 intoned 升级",
    "--until or --for, not both": "--until 与 --for 只能用一个",
    "--until is a time with its zone: 2026-12-01T06:00:00+08:00 or …Z": "--until 为带时区的时刻：2026-12-01T06:00:00+08:00 或 …Z",
    "--bom and --scale go with --for people": "--bom 与 --scale 须与 --for people 合用",
    "--candidate goes with --to alone": "--candidate 只与 --to 合用",
    "--pause-threshold is 0.1s to 1s": "--pause-threshold 为 0.1s 至 1s",
    "name at least one recording, a directory, or -": "请至少给出一个录音、一个目录或 -",
    "--transcript goes with one recording; in a directory, transcripts are found by their names":
      "--transcript 只用于单个录音；目录中的转写按文件名查找",
    "--column is KNOWN=NAME, for example overall=Score": "--column 的写法为 已知列=文件中的列，例如 overall=总分",
  ]
}

extension Substring {
  fileprivate func dropping(_ head: String) -> String? { hasPrefix(head) ? String(dropFirst(head.count)) : nil }
}
