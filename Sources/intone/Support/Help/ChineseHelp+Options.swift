// swift-format-ignore-file: texts stand whole, one to a line

extension ChineseHelp {
  /// What each argument and option is for.
  static let options: [String: String] = [
    "A file with the master identity, as age-keygen writes it; else the service manager's credential.":
      "含主密钥的文件，格式同 age-keygen；否则取服务管理器交付的凭据。",
    "The new master recipient, age1….":
      "新的主公钥，age1…。",
    "The session.":
      "场次。",
    "A checkpoint, as intone audit checkpoint printed it.":
      "intone audit checkpoint 打印的检查点。",
    "The key of the checkpoint; by default this installation's of now.":
      "检查点的公钥；默认为本安装现在的公钥。",
    "Print the key that verifies in place of the note.":
      "不打印便条，打印用于核对的公钥。",
    "With --to: everything that is held of this candidate.":
      "与 --to 合用：这位候选人的全部内容。",
    "With --format textgrid or eaf: the directory for their files, made where it is missing. With --candidate: a new directory, or a new file that ends in .tar.":
      "与 --format textgrid 或 eaf 合用：存放文件的目录，没有则新建。与 --candidate 合用：新目录，或以 .tar 结尾的新文件。",
    "With --candidate: leave out what is sealed and cannot be opened, and say so, in place of giving up.":
      "与 --candidate 合用：略过已封存而打不开的内容并说明，而不是中止。",
    "How long it is kept, for example 35d: a later backup into the directory removes those whose time is over.":
      "保留多久，如 35d；之后在此目录再备份时删除到期者。",
    "The port to listen on; 0 for any that is free.":
      "监听的端口；0 表示任意空闲端口。",
    "In place of an answer: the session that is decided about.":
      "不针对回答，而是对此场次作决定。",
    "Only sessions in this state: not-started, in-progress, completed, timed-out, held or failed.":
      "只列此状态的场次：not-started、in-progress、completed、timed-out、held 或 failed。",
    "Only sessions of this role model.":
      "只列此岗位模型的场次。",
    "Only this candidate's.":
      "只列此候选人的场次。",
    "Only those that changed since: 2026-11-01, 2026-11-01T08:00:00+08:00, 7d or 12h.":
      "只列此后有变化的：2026-11-01、2026-11-01T08:00:00+08:00、7d 或 12h。",
    "In the order of id, time (the latest first), candidate, or score (the greatest first).":
      "排序：id、time（最近的在前）、candidate 或 score（最高的在前）。",
    "At most so many (1 to 1000).":
      "最多列出多少个（1 至 1000）。",
    "Go on after this session, the last of the page before.":
      "从上一页最后一个场次之后继续。",
    "Begin a CSV with a byte order mark: Excel on Windows needs it to read Chinese.":
      "CSV 以字节顺序标记开头：Windows 上的 Excel 需要它才能正确显示中文。",
    "Show scores out of 100, out of 10, or as percent. Objects for programs stay 0 to 100.":
      "分数按百分制、十分制或百分比显示；供程序使用的对象仍为 0 至 100。",
    "programs, as import reads it; or people, with --format csv.":
      "programs：import 可读回的格式；people：供人阅读，与 --format csv 合用。",
    "csv or jsonl, one row an answer (--json is jsonl); textgrid (Praat) or eaf (ELAN), one file an answer.":
      "csv 或 jsonl：每个回答一行（--json 即 jsonl）；textgrid（Praat）或 eaf（ELAN）：每个回答一个文件。",
    "Where the archive is, for the words of textgrid and eaf; by default beside the store.":
      "归档所在目录，textgrid 与 eaf 的词语取自其中；默认在数据库旁。",
    "The recording, or - for standard input.":
      "录音，或以 - 表示标准输入。",
    "Print nothing but the words for the candidate.":
      "只打印给候选人看的话。",
    "The directory of samples; by default the installed one.":
      "样本目录；默认为已安装的。",
    "The configuration to go by; by default the installed one.":
      "所依据的配置；默认为已安装的。",
    "The language of the paper: zh or en.":
      "文件的语言：zh 或 en。",
    "engine, or the id of a role model.":
      "engine，或岗位模型的编号。",
    "The id of a role model, or the path of a .yaml file.":
      "岗位模型的编号，或 .yaml 文件的路径。",
    "Whose law it speaks of: eu, nyc, colorado, illinois or cn.":
      "谈到哪里的法律：eu、nyc、colorado、illinois 或 cn。",
    "Who asks for the interview; else a line to fill in.":
      "用人单位；不给则留空待填。",
    "Whom candidates may ask; else a line to fill in.":
      "候选人的联系人；不给则留空待填。",
    "The directory; it is made where it is missing.":
      "目录；没有则建立。",
    "people who decide, or the candidate.":
      "people：作决定的人；candidate：候选人本人。",
    "table: every attribute and pair; ll144: sex, race/ethnicity and both, by the rule of New York City.":
      "table：每个属性及两两组合；ll144：按纽约市规则列出性别、族裔及二者组合。",
    "With ll144: the column of the sex; by default sex, gender or 性别.":
      "用于 ll144：性别所在的列；默认为 sex、gender 或 性别。",
    "With ll144: the column of race or ethnicity; by default race, ethnicity, race_ethnicity, 族裔 or 民族.":
      "用于 ll144：族裔所在的列；默认为 race、ethnicity、race_ethnicity、族裔 或 民族。",
    "With ll144: compare categories of less than 2 % of the data as well.":
      "用于 ll144：不足数据 2 % 的类别也参与比较。",
    "End the pause at this time, which bears its zone: 2026-12-01T06:00:00+08:00 or …Z.":
      "到此时刻自动恢复，须带时区：2026-12-01T06:00:00+08:00 或 …Z。",
    "End the pause after so long, for example 30m or 2h.":
      "经过这么久自动恢复，如 30m 或 2h。",
    "The code, as the status shows it in square brackets.":
      "代码，即 status 方括号中所示。",
    "Only of this subject, as the status names it before the colon.":
      "仅此对象，即 status 冒号前所示。",
    "Put it back on the list.":
      "放回问题列表。",
    "The configuration to look at; by default the installed one.":
      "要查看的配置；默认为已安装的。",
    "Show the version.":
      "显示版本。",
    "Show help information.":
      "显示帮助。",
    "Recordings, directories, or - for standard input.":
      "录音、目录，或以 - 表示标准输入。",
    "The transcript of the recording, in any supported format; for one recording only.":
      "录音的转写，任何支持的格式；仅用于单个录音。",
    "Score by this role model: the id of an installed model, or the path of a .yaml file.":
      "按此岗位模型评分：已安装模型的编号，或 .yaml 文件的路径。",
    "The question answered, as the role model names it: selects its keyword groups.":
      "所答题目在岗位模型中的编号，用以选择关键词组。",
    "The language spoken: zh, en or auto.":
      "所说的语言：zh、en 或 auto。",
    "A gap of at least this is a silent pause, for example 250ms or 0.3s; 0.1s to 1s.":
      "间隔至少这么长才算停顿，如 250ms 或 0.3s；0.1s 至 1s。",
    "Add the arrays of F0, intensity, voicing and speech, 100 values a second.":
      "附加 F0、强度、浊音与语音数组，每秒 100 个值。",
    "text, json (one object per line) or csv.":
      "text、json（每行一个对象）或 csv。",
    "A directory of role models; may be repeated.":
      "岗位模型目录，可重复。",
    "The language of what is printed: zh or en; by default that of the terminal.":
      "输出的语言：zh 或 en；默认随终端。",
    "The language of what is printed: zh or en.":
      "输出的语言：zh 或 en。",
    "Draw it again every two seconds, until interrupted; with --json one object a line.":
      "每两秒重画一次，直到中断；与 --json 合用则每行一个对象。",
    "The daemons of a store on a server, each by what it last said of itself.":
      "数据库服务器上同一存储的各守护进程，以各自最近一次报告为准。",
    "The empty database of a server to restore a server's dump into: postgres: and a connection string.":
      "把服务器的备份恢复到的空数据库：postgres: 加连接串。",
    "The daemon's socket.":
      "守护进程的套接字。",
    "The store to be made the same: an absolute path, or postgres: and a connection string.":
      "要变得一致的存储：绝对路径，或 postgres: 加连接串。",
    "A store to read in place of asking the daemon; else its own is read while it is down.":
      "不询问守护进程，直接读取此数据库；省略时询问守护进程，它停止时读取其数据库。",
    "Take the answers that this engine scored, for example 1.2.0+judge.NAME.1; by default the one with the most.":
      "只取由此引擎评分的回答，例如 1.2.0+judge.NAME.1；默认取回答最多的引擎。",
    "The id is a session's, also where an answer has the same.":
      "编号指场次，即使另有同名的回答。",
    "What a column of the file is: overall=Score.":
      "说明文件中某一列的含义：overall=总分。",
    "A column of the file that is passed over.":
      "文件中要略过的列。",
    "The configuration to go by while the daemon is down.":
      "守护进程停止时所依据的配置。",
    "Where baselines are kept; the store is read itself then.":
      "基线的位置；此时直接读取数据库。",
    "Print the object for programs instead of text for people.":
      "输出供程序使用的对象，而非文字。",
    "Print nothing but what is wrong; the exit code tells the rest.":
      "除错误外不输出；其余看退出码。",
    "Look at what this file says; by default at what the running daemon goes by, or else at /etc/intone/intone.yaml.":
      "检查此文件所写的配置；默认检查运行中守护进程所用的，否则 /etc/intone/intone.yaml。",
    "Name at most so many.":
      "最多列出这么多。",
    "A session's or an answer's id.":
      "场次或回答的编号。",
    "The answer's id, SESSION__QUESTION.":
      "回答的编号，场次__题目。",
    "Who corrects it.":
      "由谁更正。",
    "The file with the text, UTF-8.":
      "文字所在的文件，UTF-8。",
    "Whom the page is for: decider or candidate.":
      "给谁看：decider（作决定的人）或 candidate（候选人）。",
    "Put the sound of the lost points' stretches into the page; takes the daemon, and is audited.":
      "把失分处的录音片段放进页面；需要守护进程，且记入审计日志。",
    "The session's id.":
      "场次的编号。",
    "Where to write it; - for standard output.":
      "写到哪里；- 为标准输出。",
    "Who reviews.":
      "评审人。",
    "The judgement, in your own words or as a figure.":
      "结论，文字或数字。",
    "Why.":
      "理由。",
    "Ids from intone quarantine.":
      "intone quarantine 所列的编号。",
    "Sessions.":
      "场次。",
    "How long to wait, for example 120s or 10m; exit code 1 when work is still in progress then.":
      "等多久，如 120s 或 10m；届时仍有工作则退出码为 1。",
    "Begin after this number.":
      "从此编号之后开始。",
    "At most so many.":
      "最多这么多。",
    "Begin after this cursor.":
      "从此游标之后开始。",
    "Wait so long for the first, for example 60s; 300s at most.":
      "为第一条最多等这么久，如 60s；上限 300s。",
    "The receiver.":
      "接收方。",
    "The cursor of one delivery; by default all.":
      "某次投递的游标；默认全部。",
    "Ids or paths; all installed models without any.":
      "编号或路径；不给则检查全部已安装模型。",
    "Id or path.":
      "编号或路径。",
    "Draw each curve.":
      "画出每条曲线。",
    "Id or path; all installed models without one.":
      "编号或路径；不给则为全部已安装模型。",
    "table, json or csv.":
      "table、json 或 csv。",
    "The store to read.":
      "读取的数据库。",
    "The role model.":
      "岗位模型。",
    "Fewest answers for a measure to have a percentile.":
      "测量值给出百分位所需的最少回答数。",
    "Where baselines are kept; by default beside the models.":
      "基线的位置；默认在模型旁边。",
    "One question's; by default all questions together.":
      "某一题；默认所有题合并。",
    "Which version; by default the newest.":
      "哪个版本；默认最新。",
    "Where baselines are kept.":
      "基线的位置。",
    "zh or en.":
      "zh 或 en。",
    "Sessions, or answers as SESSION__QUESTION.":
      "场次，或写作 场次__题目 的回答。",
    "CSV: candidate, gender, age, …":
      "CSV：candidate、gender、age…",
    "Score to reach; by default that from which the model suggests a human interview.":
      "需达到的分数；默认为模型建议人工面试的分数线。",
    "CSV: candidate, outcome.":
      "CSV：candidate、outcome。",
    "From which outcome on it counts as met; by default the median, or 1 where outcomes are 0 and 1.":
      "从哪个值起算达标；默认中位数，若只有 0 和 1 则为 1。",
    "Write the proposed model here; nothing that exists is overwritten.":
      "把建议的模型写到这里；不覆盖已有文件。",
    "Only answers scored by this model.":
      "仅限按此模型评分的回答。",
    "Only this session.":
      "仅限此场次。",
    "Write nothing; say who would change and by how much.":
      "不写入；只说明谁会变、变多少。",
    "The directory for backups.":
      "备份目录。",
    "A backup, or a directory of backups: then the newest.":
      "一个备份，或备份目录：取最新的。",
    "The daemon's state directory, which holds the archive; by default the store's.":
      "守护进程的状态目录（含归档）；默认为数据库所在目录。",
    "Verify at most so many archived recordings; 0: all.":
      "最多核对这么多归档录音；0 为全部。",
    "A .csv or .jsonl file.":
      "一个 .csv 或 .jsonl 文件。",
    "Write every row that was not imported here: line, code, reason.":
      "把未导入的每一行写到这里：行号、代码、原因。",
    "Only this candidate's answers.":
      "仅限此候选人的回答。",
    "csv or jsonl; --json is jsonl.":
      "csv 或 jsonl；--json 即 jsonl。",
    "The candidate's id, as the manifests have it.":
      "候选人编号，与清单一致。",
    "Erase this session, whoever's it is, instead of a candidate.":
      "删除此场次（不论属于谁），而不是某个候选人。",
    "Also for an id that nobody ever had: what comes under it is erased as it comes.":
      "从未有过的编号也列入名单：以后送来的内容随到随删。",
    "Let a session go on whose manifest cannot be read.":
      "让清单无法读取的场次继续。",
    "Do it.":
      "执行。",
    "bash, zsh or fish.":
      "bash、zsh 或 fish。",
  ]
}
