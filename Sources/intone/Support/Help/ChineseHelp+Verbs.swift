// swift-format-ignore-file: texts stand whole, one to a line

extension ChineseHelp {
  /// What each verb does.
  static let verbs: [String: String] = [
    "Measurements and explainable scores of recorded interview answers.":
      "面试录音的测量值与可解释评分。",
    "Measure recordings, and score them when a role is named.":
      "测量录音；指定岗位时同时评分。",
    "Whether microphone, level, noise and codec of a short recording are good enough to be scored.":
      "短录音的麦克风、音量、噪声与编码是否足以评分。",
    "Whether this build on this processor gives the promised figures: the engine over the shipped samples.":
      "本构建在本处理器上是否给出承诺的数值：用引擎分析随附样本。",
    "The card of the engine or of a role model: data, figures with intervals, limits, what it is not for.":
      "引擎或岗位模型的卡片：数据、附区间的数值、局限、不得用于什么。",
    "What candidates of a role are told: what is measured, what never is, retention, whom to ask, how to be judged by a person.":
      "给候选人的告知：测量什么、从不做什么、保存多久、问谁、如何由人判断。",
    "Technical documentation in the order of the EU AI Act's Annex IV, with cards, rules, bill of materials and hashes.":
      "按欧盟《人工智能法》附件四次序的技术文档，附卡片、规则、物料清单与哈希。",
    "Say that a problem is known: it leaves the list of problems while it lasts, and stays in the log.":
      "表示问题已知悉：问题存在期间不再列入问题，日志照记。",
    "A support bundle: version, state, counters, configuration, what the doctor found; without personal data.":
      "支持包：版本、状态、计数、配置与检查结果；不含个人数据。",
    "How the daemon is: queue, throughput, what is wrong and what to do.":
      "守护进程的状况：队列、吞吐、问题及处理办法。",
    "Looks the machine over: permissions, disks, limits, decoders, models, clock, engine, unit, socket; says what mends each.":
      "检查本机：权限、磁盘、限额、解码器、岗位模型、时钟、引擎、服务单元、套接字，并给出修复办法。",
    "What waits in the inbox: which file, since when, and for what.":
      "收件目录里等待的文件：哪一个、多久、等什么。",
    "Sessions, one session, or one answer.":
      "全部场次、一个场次或一个回答。",
    "Why an answer scored as it did: every lost point with its evidence.":
      "回答为何得此分：每一处失分及其依据。",
    "A candidate's session as one HTML page, from the store.":
      "候选人一个场次的单页 HTML 报告，取自数据库。",
    "Pages for a browser: interviews with their sound, decisions, comparison, the candidate's page, the queue.":
      "浏览器页面：面试与录音、决定、比较、候选人反馈页、队列。",
    "Put your own judgement above the machine's score of an answer, or a decision above a session's; the scores stay.":
      "以您对回答的判断或对场次的决定优先于机器评分；评分本身不变。",
    "Put the words that you heard in place of a transcript; the answer is scored again, and both versions are kept.":
      "以您听到的文字代替转写；该回答重新评分，两个版本都保留。",
    "What was set aside, with cause and what to do; retry puts it back.":
      "被搁置的文件、原因与处理办法；retry 可放回。",
    "Put back what was set aside, as intone quarantine lists it.":
      "放回被搁置的文件，编号见 intone quarantine。",
    "Score nothing more of a session until it is released; what comes meanwhile is kept in the held directory.":
      "暂停一个场次的评分直到放行；其间到达的文件暂存。",
    "Let a held session go on: what was kept goes back into the inbox.":
      "放行被暂停的场次：暂存的文件回到收件目录。",
    "Look at the whole inbox now.":
      "立即查看整个收件目录。",
    "Take no new work until resumed; work in progress is finished, and files keep arriving in the inbox.":
      "不再接新工作直到恢复；手头的做完，文件照常到达收件目录。",
    "Take new work again, after pause or drain.":
      "暂停或清空之后恢复接收工作。",
    "Take no new work and wait until the work in progress is finished, before a stop.":
      "不再接新工作并等手头的做完，用于停机之前。",
    "Read the configuration and the role models again; with a mistake in them, what was in force stays.":
      "重新读取配置、岗位模型与建议目录；有错误时原样不变。",
    "The configuration in force.":
      "当前生效的配置。",
    "Each key with its value and where that comes from: default, FILE:LINE, or a variable.":
      "每个键的值及其来源：默认、文件:行或环境变量。",
    "Who did what to what, and every denial; verify walks the chain of hashes, checkpoint signs its head.":
      "谁对什么做了什么，以及每次拒绝；verify 核对哈希链，checkpoint 为其末尾签名。",
    "The log after a number.":
      "某个编号之后的日志。",
    "Move a store to a server or back, bring it up to date there, and print who may write and read it.":
      "把存储迁移到服务器或迁回，在那里升级，并输出读写权限。",
    "Make one store hold what another holds, row for row, and compare the two.":
      "使一个存储与另一个逐行一致，并比对两者。",
    "Print the SQL that makes roles for the daemons and for readers of scores and of evidence, by site.":
      "输出 SQL：为守护进程建立角色，并按站点为评分读者与依据读者建立角色。",
    "Make or bring up to date the tables of a store on a server, as their owner.":
      "以所有者身份建立或升级服务器上存储的表。",
    "Whether the log is as it was written; exit code 1 where an entry was changed, removed or put in.":
      "日志是否原样；有条目被改动、删除或插入时退出码为 1。",
    "The change feed after a cursor, as JSON lines.":
      "游标之后的变更流，每行一个 JSON 对象。",
    "The change feed as it grows, one JSON object a line, until interrupted.":
      "实时的变更流，每行一个 JSON 对象，直到中断。",
    "Receivers of the change feed: list, dead (what was given up), retry.":
      "变更流的接收方：list 列出，dead 已放弃的，retry 重投。",
    "Each receiver: how far it is, and what is wrong with it.":
      "每个接收方：进度与问题。",
    "What was given up, with the reason.":
      "已放弃的投递及原因。",
    "Send what was given up once more.":
      "重新投递已放弃的。",
    "Role models: list, check, show, doc, schema.":
      "岗位模型：列出、检查、查看、文档、模式。",
    "The models that are installed.":
      "已安装的岗位模型。",
    "Every mistake of a model with line and column, and what would be valid.":
      "模型的每个错误及其行列，以及可用的写法。",
    "A model's scoring in words, with its curves; with --json as an object.":
      "模型评分方法的文字说明与曲线；--json 输出对象。",
    "The scoring document of a model, as Markdown.":
      "模型的评分文档（Markdown）。",
    "The JSON schema of a role model, for editors that complete and check YAML.":
      "岗位模型的 JSON 模式，供编辑器补全与检查 YAML。",
    "How much the store holds, how each question does, and baselines of the measures.":
      "库中数量、各题表现与测量基线。",
    "How much the store holds, and for each question its number, spread, skips and discrimination.":
      "库中数量，以及每题的人数、离散、跳过率与区分度。",
    "Freeze a baseline: how each measure spreads over the role's answers, by question.":
      "固定一个基线：该岗位各题各测量值的分布。",
    "A baseline's percentiles.":
      "基线的百分位数。",
    "One answer's measures against the baseline of its role and question.":
      "一个回答的测量值与其岗位、题目基线的对比。",
    "Candidates side by side: on the questions they have in common, by the same model and engine.":
      "并列比较候选人：只比较共同回答的题目，须同一岗位模型与引擎。",
    "Rates and impact ratios by group, and which indicators make the gap.":
      "各组通过率与影响比，以及造成差距的指标。",
    "How a role model's scores went with later performance; proposes weights, adopts none.":
      "模型评分与日后绩效的关系；只建议权重，不采用。",
    "Score stored answers again by the models in force; no recording is needed, and every earlier score is kept.":
      "按现行模型重新评分；不需要录音，早先的评分全部保留。",
    "Copy the store into a directory while it is in use, with a note of what it holds.":
      "在使用中把数据库复制到目录，并附内容说明。",
    "Put a backup in the place of the store; intoned must not run.":
      "用备份替换数据库；intoned 须先停止。",
    "Restore a backup to a scratch place, verify it and the archive, and tell recovery time and recovery point.":
      "把备份恢复到临时位置，校验它与归档，报告恢复时间与恢复点。",
    "Bring past answers into the store, from CSV or JSONL; goes on where it was interrupted.":
      "从 CSV 或 JSONL 导入历史回答；中断后可续。",
    "Every answer's current scoring as CSV or JSONL, or its measurements over time for Praat or ELAN.":
      "全部回答的当前评分（CSV 或 JSONL），或供 Praat、ELAN 使用的随时间的测量。",
    "Erase everything of a candidate or a session for good, and keep it from coming again; prints a receipt.":
      "永久删除候选人或场次的一切并阻止再次录入；打印回执。",
    "Seal what was kept before, seal the sessions' identities to another master, or take one out for age.":
      "封存此前保存的内容、更换主密钥，或取出某场次的密钥供 age 使用。",
    "Seal what was kept before sealing was turned on; may be interrupted and called again.":
      "封存启用之前保存的内容；可中断后再执行。",
    "Seal the identity of every session to another master; nothing of the sessions is read.":
      "把各场次的密钥改由新的主公钥封存；不读取场次内容。",
    "Print a session's own identities, so that age opens what is sealed to it.":
      "打印某场次自己的密钥，供 age 打开其文件。",
    "Print the head of the log as a signed note.":
      "把日志末尾打印为签名便条。",
    "A shell's completion script.":
      "命令行补全脚本。",
    "The versions of this command, of its analysis, and of the daemon that answers.":
      "本命令、其分析以及守护进程的版本。",
    "Show subcommand help information.":
      "显示子命令的帮助。",
  ]
  /// What is said of a verb before its examples.
  static let discussions: [String: String] = [
    "With seal: {recipient: age1…} in the configuration everything new is sealed as it is kept; docs/sealing.md tells what, and what stays readable.":
      "配置中有 seal: {recipient: age1…} 时，新内容保存时即封存；封存哪些、哪些仍可读，见 docs/sealing.md。",
    "Files of the archive, the quarantine and the held directory, the documents beside them, and the words in the store. What waits in the inbox is sealed when it is filed. Backups that were taken before, and databases that were moved aside, stay readable: remove them. Blocks of the disk that held the plain files are free and not overwritten.":
      "归档、隔离区与暂停区的文件、旁边的文档，以及数据库中的原话。收件目录中等待的，归档时封存。此前的备份与被移开的数据库仍可读：请删除。曾存放明文的磁盘块只是空闲，并未覆写。",
    "Afterwards put the new recipient into the configuration, give the service the new identity, restart it, and destroy the old identity. May be interrupted and called again. Copies of the keys beside backups are replaced by the next backup.":
      "之后请把新公钥写入配置，把新主密钥交给服务，重启，并销毁旧密钥。可中断后再执行。备份旁的密钥副本由下一次备份替换。",
    "Needs the master identity.":
      "需要主密钥。",
    "Prints an address that lets one browser in, once. The pages are served on this machine's loopback interface alone, with your own rights at the daemon, until you interrupt the command. From another machine: ssh -L 8900:127.0.0.1:8900 SERVER, then intone desk --port 8900.":
      "打印一个地址，只能让一个浏览器进入一次。页面只在本机回环接口上提供，权限与您在守护进程处的权限相同，中断命令即停止。从另一台机器访问：先 ssh -L 8900:127.0.0.1:8900 服务器，再执行 intone desk --port 8900。",
    "Prints exactly the numbers that the daemon would write, without daemon or store.\nSeveral files, or a directory, give one result each, in the order given (a directory: sorted by name). In a\ndirectory, transcripts are joined to recordings as in an inbox: by their names, also with a language (q1.en.srt)\nor a program's word (_Recording.transcript.vtt) in them. A file that cannot be analysed gives an object with the\nmember error in its place, and exit code 1 at the end. - reads a recording from standard input.":
      "无需守护进程与数据库，打印的数值与守护进程写入的完全一致。多个文件或目录按给定顺序各出一个结果（目录按文件名排序）；目录中的转写按收件目录的规则与录音配对：看文件名，名中带语言（q1.en.srt）或程序加上的词（_Recording.transcript.vtt）也可。无法分析的文件以带 error 的对象代替，最后退出码为 1。- 表示从标准输入读取录音。",
    "Exit code 0 when all is well, 3 when the daemon cannot be reached, 4 when something is wrong.":
      "一切正常时退出码为 0，连不上守护进程为 3，有问题为 4。",
    "Reads only; analyses the shipped samples once (intone selftest). Works while the daemon is down. What may be used is judged for the user who asks: run it as the daemon's user (sudo -u intone intone doctor) to see what the daemon sees. Exit code 0 when nothing is wrong, 4 otherwise.":
      "只读，并分析一次随附样本（intone selftest）；守护进程停止时也可用。权限按运行者判断：以守护进程的用户运行（sudo -u intone intone doctor）即为守护进程所见。没有问题时退出码为 0，否则为 4。",
    "The oldest come first. While the daemon is down, it is what the inbox shows, by the age of the files.":
      "最早的在前。守护进程停止时，列出收件目录中的文件，时间按文件计。",
    "Without an id: the sessions, as many as are asked for. An answer's id is SESSION__QUESTION, with .ATTEMPT from the second attempt on. Times are in UTC; --since takes a day, a time, or so long ago as 7d or 12h.":
      "不带编号则列出所要的场次。回答的编号为 场次__题目，第二次作答起加 .次数。时间为 UTC；--since 可写日期、时间，或 7d、12h 这样的时长。",
    "The page holds everything it needs and shows the store's values. With --for candidate it is the page for the candidate: what went well, what to work on, without ranks and notes. For a PDF print the page from a browser, or hand it to a program that makes one, such as Debian's weasyprint.":
      "页面自包含，所示即库中数值。用 --for candidate 则是给候选人的页面：做得好的地方与可以改进之处，没有名次和备注。要 PDF，请在浏览器中打印，或交给能生成 PDF 的程序，如 Debian 的 weasyprint。",
    "Write the text one line for each line of the transcript, and their times stay; written otherwise, it has no times. Who corrected it and why stands with the reviews.":
      "逐行对应转写书写，各行时间即可保留；否则没有时间。由谁更正及其理由列在评审中。",
    "A session may be held before its first file has come. What was scored stays.":
      "场次可在首个文件到达之前暂停。已评分的保留。",
    "What is held for a reason of its own (an unknown role, no consent) is put back by intone retry. A session whose manifest cannot be read waits until a mended one is delivered; --without-manifest lets it go on as if none had come, so that nothing is known of consent, role and accommodations.":
      "因自身原因（岗位未知、未同意）暂停的用 intone retry 放回。清单无法读取的场次会等到改正后的清单送达；--without-manifest 让它当作没有清单继续，此时不知道是否同意分析、用哪个岗位、有无便利安排。",
    "The daemon does this by itself; you rarely need it.":
      "系统会自行查看，通常不需要。",
    "It may run while the daemon writes, be stopped at any point and run again: it writes what differs. Run it once more when the daemon is stopped: exit code 0 where both hold the same, by counts and SHA-256 of each table; 1 where something was written meanwhile.":
      "可在守护进程写入时运行，可随时中断再运行：只写入不同之处。守护进程停止后再运行一次：两者行数与各表 SHA-256 相同则退出码为 0，期间有写入则为 1。",
    "For daemons whose role may not (intone store grants): before the first start, and after the command was upgraded and before the daemons are. It may run while daemons of the version before write. Roles that are there get what they need of what is new.":
      "用于守护进程的角色无权更改表结构的情形（见 intone store grants）：首次启动之前，以及升级命令之后、升级守护进程之前执行。前一版本的守护进程写入时也可执行。已有的角色会得到新增内容所需的权限。",
    "To be run by the schema's owner; migrate runs it again after an upgrade. Daemons are members of intone_writer: they change no table itself, and no entry of the audit log. Readers of scores have the views without what was said, in the schema intone_scores; readers of evidence all of it, in intone_evidence. Who is a member of intone_site_NAME sees rows of that site; of intone_all_sites, every row.":
      "由模式所有者执行；升级后由 migrate 再次执行。守护进程是 intone_writer 的成员：不更改表结构，也不更改审计日志的条目。评分读者使用 intone_scores 中不含原话的视图；依据读者使用 intone_evidence 中的全部内容。intone_site_名称 的成员可见该站点的行；intone_all_sites 的成员可见所有行。",
    "With --against it is held against a checkpoint of before: a log that was rewritten since, or cut short at its end, is found, also where its chain holds together. Works offline, with --store on a copy.":
      "加 --against 则与此前的检查点对照：此后被改写或末尾被截断的日志，即使哈希链自身完整也能发现。可离线使用，用 --store 指明副本。",
    "Keep it where nobody who can write to this server can change it: another machine, a mail, a printout. A week later intone audit verify --against finds a log that was rewritten or cut. The note is signed by the installation's key (Ed25519, the form of C2SP's signed notes); --show-key prints that, to be kept with the first one.":
      "请把它存放在能写本服务器的人改不到的地方：另一台机器、邮件或打印件。日后 intone audit verify --against 能发现被改写或截断的日志。便条由本安装的密钥签名（Ed25519，C2SP 签名便条格式）；--show-key 打印公钥，请与第一张便条一同保存。",
    "Without --after it begins with what comes next. When the daemon is down or ends, what the store holds after that is printed; then it ends with exit code 3, for nothing more can come.":
      "不带 --after 则从接下来的开始。守护进程未运行或停止时，先打印库中此后的记录，再以退出码 3 结束，因为不会再有新的。",
    "A baseline is frozen: it never changes, and freezing again makes the next version.":
      "基线固定后不变；再次固定产生下一版本。",
    "Discrimination is the correlation of a question's score with the mean of the session's other questions, from ten sessions on; near zero the question says nothing that the rest says.":
      "区分度是该题得分与同场其他题均分的相关系数，至少十个场次；接近零说明该题与其他题无关。",
    "A frozen baseline never changes; freezing again makes the next version. It reads every answer in the store itself and writes beside the models: run it as one who may do both.":
      "基线固定后不变；再次固定产生下一版本。它直接读取库中的全部回答，并写到模型旁边：请以有权这样做的用户运行。",
    "They stand in the order you name them in; nobody is ranked. The overall is each session's own, as show has it; all below it is over the questions in common. Questions that are left out are named.":
      "按您列出的顺序排列，不作排名。总分是各场次自己的总分，与 show 相同；其下各项只按共同回答的题目计算，未比较的题目会列出。",
    "The file has a column candidate and one for each attribute; it is read here and kept nowhere. The scores come from the daemon, as your role allows. A ratio below four fifths is marked with !, a group of fewer than 30 people with ~: its figures are shown and judge nothing.\n\nll144 lays scoring rates and impact ratios out as New York City's rule asks for them: by sex, by race or ethnicity, by both; with the people whose category is unknown, and categories of less than 2 % of the data left out of the ratios. These are figures for an independent auditor.":
      "文件含 candidate 列和每个属性一列；只在本机读取，不保存。得分由守护进程按您的角色提供。低于五分之四的比值标 !，不足 30 人的组标 ~：其数值仅供参考。ll144 按纽约市规则列出计分率与影响比：按性别、按族裔、按二者组合；另列类别未知的人数，不足数据 2 % 的类别不计影响比。这些是供独立审计者使用的数值。",
    "The file has the columns candidate and outcome (a number, greater is better); it stays here. The scores come from the daemon, as your role allows.":
      "文件含 candidate 与 outcome 两列（数值，越大越好），留在本机。得分由守护进程按您的角色提供。",
    "Reload the daemon first when a model file has changed.":
      "模型文件有改动时先 reload 守护进程。",
    "The archive's files never change once they are there: copy them with any tool, for example rsync.":
      "归档中的文件一经写入不再改变，可用任何工具（如 rsync）复制。",
    "The present database is kept beside it under another name. What was recorded since the backup comes back from the archive when intoned starts.":
      "现有数据库改名保留在旁边。备份之后的结果在 intoned 启动时从归档补回。",
    "Touches neither the store nor the archive. Exit code 1 when anything does not hold.\n\nA store on a server is dumped by the server's own tool (pg_dump -Fc -n intone); --into names an empty database, which is filled, looked at and emptied again.":
      "不触碰数据库与归档。有任何不符时退出码为 1。\n\n服务器上的存储用其自带工具备份（pg_dump -Fc -n intone）；--into 指出一个空数据库，恢复进去、校验、再清空。",
    "The first line of a CSV names the columns; session and question must be among them. What the file calls otherwise is named with --column, once for each. Nothing that is in the store is changed. Exit code 1 when fewer than 99.9 % of the rows are in the store afterwards.":
      "CSV 首行为列名，须含 session 与 question；列名不同时逐列用 --column 说明。库中已有的不作改动。导入后在库的行不足 99.9 % 时退出码为 1。",
    "Without --yes it says what would be erased. Recordings, transcripts, scores, reviews and sessions go from the inboxes, the archive, the quarantine, the database, its log, and databases that were moved aside; a damaged one from which nothing can be taken out goes as a whole. An id counts as the same in any case, with blanks around it, or in full-width characters. Backups that intone backup made keep what they hold and are named, with the day until which they are kept; where they are sealed, the keys beside them are erased. After a restore it is erased again by itself. The audit log keeps the id's hash, and the names of sessions in older entries.\n\nAn id that nobody ever had is an error (exit code 1), because it may be misspelt; --in-advance keeps it from coming all the same.":
      "不带 --yes 只说明将删除什么。录音、转写、评分、评审与场次从收件目录、归档、隔离区、数据库及其日志，以及移到一旁的数据库中删除；无法从中取出内容的损坏数据库整个删除。编号不分大小写、首尾空格与全角半角。intone backup 所作的备份保留其内容，会逐一列出及保留到何日；已封存的，其旁边的密钥一并删除。恢复之后会自动再次删除。审计日志保留编号的哈希，旧条目中保留场次名。\n\n从未有过的编号可能是写错了，按错误处理（退出码 1）；加 --in-advance 则提前拒收。",
    "For a recorder page: record two seconds or more of somebody speaking, and show the candidate what this prints. Nothing is kept. Exit code 0 where the set-up is good enough, 4 where it is not or the recording cannot be decoded, 1 where there is no file.":
      "供录音页面使用：录下两秒以上的说话声，把这里打印的话给候选人看。不保存任何东西。设备足够好时退出码为 0，不够好或录音无法解码时为 4，没有文件时为 1。",
    "Analyses eight sample answers and holds each measure and score against those recorded for this engine, at the printed precision, and times, syllables and pitch against what is in the recordings by construction. Exit code 0 when all is as promised, 1 otherwise. An answer whose decoder (ffmpeg) is not there is left out and named.":
      "分析八个样本回答，把每个测量值与得分按打印精度与本引擎记录的数值比较，把时间、音节与音高与录音中已知的真值比较。全部相符时退出码为 0，否则为 1。没有相应解码器（ffmpeg）的回答会略过并列出。",
    "Markdown.":
      "输出 Markdown。",
    "Markdown, made from the role model, the configuration and the engine in force. Lines that only the employer can fill in are marked. It says which paragraphs speak of what, and as of when; it does not say that a law is kept.":
      "输出 Markdown，由生效的岗位模型、配置与引擎生成。只有用人单位能填写的地方有标记。写明哪些条文谈到什么、截至何时；不说明法律是否已遵守。",
    "Writes a directory: dossier.md (what software can fill in, and the rest as questions), engine-card.md, a card and the rules of each role model, sbom.cdx.json (CycloneDX) with the hashes of programs and libraries on this machine, SHA256SUMS. It says nowhere that a law is kept.":
      "写出一个目录：dossier.md（软件能填写的内容，其余列为问题）、engine-card.md、每个岗位模型的卡片与规则、sbom.cdx.json（CycloneDX，附本机程序与库的哈希）、SHA256SUMS。任何地方都不说明法律是否已遵守。",
    "With --for candidate it is a page for the person who answered: what went well, where points were lost, what was not judged, what to practise, what may be asked for; without ranks, reviewers, or what is suggested to recruiters.":
      "加 --for candidate 则是给作答者本人的一页：做得好的、失分之处、没有判断的、可以练什么、可以要求什么；没有排名、评审人和给招聘人员的提示。",
    "With --until or --for the pause ends by itself.":
      "用 --until 或 --for 时到时自动恢复。",
    "The status names code and subject. What is acknowledged is listed as known; a problem that goes and comes again, and any after a restart of the daemon, is reported again. The audit log says who acknowledged.":
      "代码与对象见 intone status。已知悉的列在“已知悉”；问题消失后再出现，或守护进程重启后，会重新列出。由谁知悉记入审计日志。",
    "One JSON file for whoever helps. It holds no name of a session, candidate, file or person, no word of anybody, no address of a receiver, no command of your own, and no path below an inbox: read it before you send it. Works while the daemon is down, with less in it.":
      "供协助者查看的一个 JSON 文件。不含场次、候选人、文件或个人的名称，不含任何人说的话，不含接收方地址、您自己的命令和收件目录下的路径；发送前请看一遍。守护进程停止时也可用，内容较少。",
    "The form is that which import reads. With --for people it is a CSV for a spreadsheet: headings in words, dimensions, confidence and reviews in columns of their own, and no cell that a spreadsheet would run. It reads the whole store itself, whatever the daemon's roles allow, and is for the store's owner. With --candidate and --to it gives out all that is held of one person: what was delivered, every revision, reviews and decisions, events, entries of the audit log, and a page in Chinese and in English that says what each of it is.\n\ntextgrid and eaf write one file an answer into the directory of --to: speech, pauses, syllable nuclei, pitch, and the words with their times where the archive still has the transcript.":
      "默认是 import 可读回的格式。加 --for people 则为供表格软件使用的 CSV：中文列名，各维度、可信程度与评审各占一列，且没有会被当作公式运行的单元格。它直接读取整个库，不受守护进程的角色限制，只供库的所有者使用。加 --candidate 与 --to 则导出某人的全部内容：交来的文件、每一次评分、评审与决定、事件、审计记录，以及逐项说明的中英文页面。textgrid 与 eaf 在 --to 指定的目录中为每个回答写一个文件：语音、停顿、音节核、音高，以及归档中仍有转写时带时间的词语。",
    "The package installs them.":
      "软件包会自动安装。",
    "Exit code 0 also when no daemon answers.":
      "没有守护进程应答时退出码也为 0。",
  ]
}
