import Assessment
import Control
import Files
import FoundationEssentials
import Glibc
import Inbox
import Interview
import Logging
import Maintenance
import NIOPosix
import Pipeline
import PostgresStore
import Queries
import Recordings
import RoleModels
import ServiceLifecycle
import Settings
import Store
import UnixSignals
import Vault
import Transfers
import Webhooks

/// The daemon: builds its parts in order and runs them until it is told to stop.
///
/// Order of start: models, inbox (which takes the instance lock), store, control socket, workers, systemd. Services stop
/// in reverse: the socket still answers while the workers end what they have.
public struct IntoneDaemon: Sendable {
  private let configuration: DaemonConfiguration
  private let configurationHash: String?
  private let load: @Sendable () throws(Fault) -> (configuration: DaemonConfiguration, hash: String?)
  private let logger: Logger

  /// - Parameter load: reads the configuration; called now and with each reload.
  public init(load: @escaping @Sendable () throws(Fault) -> (configuration: DaemonConfiguration, hash: String?), logger: Logger)
    throws(Fault)
  {
    (configuration, configurationHash) = try load()
    self.load = load
    self.logger = logger
  }

  /// Runs until SIGTERM or SIGINT.
  /// - Throws: a fault of the store, the inbox (`inbox.already-running` with the process that holds it) or the socket.
  public func run() async throws {
    // Whatever is made is for the daemon alone; what others may use is given its mode by name.
    umask(0o077)
    let openFiles = try OpenFiles.prepare()
    let administrators = Administrators(members: SystemGroups.ofMembers())
    let directories = ModelDirectories(configuration.models, by: administrators)
    let library = directories.library()
    for broken in library.faults {
      logger.error(
        "role model refused",
        metadata: [
          "id": "model.refused", "file": "\(broken.file)", "code": "\(broken.fault.code.code)", "detail": "\(broken.fault.detail)",
        ])
    }
    // A model that cannot be read just now is no unknown model: answers would be held for a person over a passing fault.
    if let unread = library.faults.first(where: { $0.fault.code.retry == .later }) { throw unread.fault }
    // A machine's name, and which of its daemons.
    let node = ProcessInfo.processInfo.hostName + "/" + configuration.inbox.instance
    let vault = try openVault()
    let objectTransfer = HTTPTransfer()
    vault.use(ArchivedObjects(configuration, transfer: objectTransfer))
    vault.objects?.clear()
    let database = configuration.store.connection.map { PostgresStore(whenNeeded: $0, node: node, vault: vault) }
    // What several machines write is of one time: the server's.
    let clock = InboxClock(monotonic: InboxClock.system.monotonic, wall: database?.now ?? InboxClock.system.wall)
    // The inbox makes its filing directories and takes the instance's lock before the store looks into the archive.
    let inbox = try Inbox(configuration: configuration.inbox, clock: clock, vault: vault)
    let opened = try await openStore(database, clock, vault)
    let store = opened.store
    recover(inbox)
    try prepareSocket()

    let counters = ProcessorMetrics(objective: configuration.latencyObjective)
    let scratches = (
      transcriber: configuration.inbox.stateDirectory + "/scratch", judge: configuration.inbox.stateDirectory + "/scratch-judge"
    )
    for scratch in [scratches.transcriber, scratches.judge] { removeScratch(scratch) }
    let transcriber = try configuration.transcriber.map { wanted throws(Fault) in
      try Transcriber(
        wanted, policy: configuration.decoder, scratch: scratches.transcriber,
        processors: ProcessInfo.processInfo.activeProcessorCount,
        clock: clock.monotonic)
    }
    let judge = try configuration.judge.map { wanted throws(Fault) in
      try Judge(
        wanted, policy: configuration.decoder, scratch: scratches.judge,
        processors: ProcessInfo.processInfo.activeProcessorCount, clock: clock.monotonic)
    }
    let limits = RecordingLimits(decoderPolicy: configuration.decoder)
    let decoder = DecoderPresence.find(limits: limits)
    logger.log(level: decoder.fault == nil ? .info : .warning, "\(decoder.summary)", metadata: ["id": "decoders.found"])
    let tombstones = try Tombstones(path: configuration.inbox.stateDirectory + "/forgotten", shared: database)
    let recordings = HeardRecordings()
    let retention = RetentionManager(
      inbox: inbox, store: store, tombstones: tombstones, policy: configuration.retention, logger: logger,
      clockJumps: database.map { ClockJumpDetector(in: SharedClockMemory($0, as: node)) }
        ?? ClockJumpDetector(path: configuration.inbox.stateDirectory + "/clock"), clock: clock,
      followed: database == nil ? nil : configuration.inbox.stateDirectory + "/followed",
      // Longer than a pass of some hundred sessions takes.
      duty: FleetDuty("retention", of: database, as: node, lease: 120), recordings: recordings,
      vault: vault, movedDatabases: opened.movedDatabases)
    let processor = SubmissionProcessor(
      inbox: inbox, store: store, models: library, counters: counters, logger: logger,
      analyzer: AnswerAnalyzer(limits: limits, judge: judge, recordings: recordings, vault: vault),
      transcriber: transcriber, retention: retention,
      orders: database.map { FleetOrders($0, path: configuration.inbox.stateDirectory + "/orders") }, clock: clock)
    if opened.isReplaced {
      try processor.refreshArchivedSessions()
      let again = try retention.takeUp(in: store)
      if again > 0 { logger.notice("forgotten again", metadata: ["id": "candidate.forgotten", "sessions": "\(again)"]) }
      try opened.settled()
    }
    let watcher = InboxWatcher(inbox)
    // One thread a worker, one for the watcher; requests have their own, so that work never keeps an answer waiting.
    let workThreads = NIOThreadPool(numberOfThreads: configuration.workers + 1)
    let askThreads = NIOThreadPool(numberOfThreads: 2)
    workThreads.start()
    askThreads.start()

    let gate = WorkGate()
    let reloader = Reloader(
      configuration: configuration, hash: configurationHash, advice: try directories.advice(), administrators: administrators,
      load: load, processor: processor, logger: logger)
    let post = HTTPPost()
    let dispatchers = try configuration.webhooks.map { hook throws(Fault) in
      try WebhookDispatcher(
        hook, stateDirectory: configuration.inbox.stateDirectory, store: store, duties: database, node: node, clock: clock.wall
      ) {
        (body, url, headers, hook) throws(Fault) in
        try post.send(body, to: url, headers: headers, timeout: hook.timeout, authorities: hook.authorities)
      }
    }
    let feedSignal = FeedSignal()
    let state = ControlState(
      processor: processor, inbox: inbox, store: store, advice: { reloader.advice },
      baselines: BaselineFiles(beside: directories, in: store),
      version: Engine.version,
      startedAt: clock.wall(), settings: reloader.settings, gate: gate, stateDirectory: configuration.inbox.stateDirectory,
      decoder: decoder,
      dispatchers: dispatchers, retention: retention,
      scores: opened.scores,
      watchMode: { watcher.mode.text }, watchLosses: { watcher.timesLost }, clock: clock.wall,
      fleet: database.map { FleetAccess($0, as: node) }, feedSignal: feedSignal)
    let server = ControlServer(state: state, threads: askThreads, logger: logger)
    var connections = ConnectionLimits(openFiles: openFiles, workers: configuration.workers)
    // Two sockets share the open files.
    if configuration.desk != nil { connections.total /= 2 }
    let control = server.application(socket: configuration.socketPath, mode: configuration.socketMode, limits: connections)
    let workers = WorkerService(
      processor: processor, inbox: inbox, watcher: watcher, gate: gate, workers: configuration.workers, threads: workThreads, logger: logger
    )
    let environment = ProcessInfo.processInfo.environment
    let notifier = SystemdNotifier(
      socketPath: environment["NOTIFY_SOCKET"], watchdog: environment["WATCHDOG_USEC"].flatMap(Double.init).map { $0 / 1_000_000 },
      oldestClaim: { inbox.queueSnapshot().working.map(\.age).max() ?? 0 },
      status: { "\(inbox.queueSnapshot().waiting) waiting, \(counters.snapshot.latency.total) scored" },
      // A recogniser and a judge are allowed their time on top of that of scoring.
      claimTimeout: 600 + (configuration.transcriber?.program.timeout ?? 0) + (configuration.judge?.timeout ?? 0))
    logger.notice(
      "started",
      metadata: [
        "id": "daemon.started", "version": "\(Engine.version)", "models": "\(library.models.count)", "workers": "\(configuration.workers)",
      ])
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: control), .init(service: workers), .init(service: ReloadService(reloader: reloader, notifier: notifier)),
    ]
    services += opened.publishers(logger).map { .init(service: $0) }
    services.append(.init(service: notifier))
    if let desk = configuration.desk { services.append(.init(service: server.deskApplication(desk, limits: connections))) }
    services += dispatchers.map { .init(service: RepeatingService.webhook($0, post: post, logger: logger)) }
    // It waits for the copy that readers have, which may just be made.
    services.append(.init(service: RepeatingService.retention(retention, in: store, logger: logger, onShutdown: opened.leave)))
    if let objects = vault.objects {
      objects.note(sessions: try inbox.archivedSessions().map(\.text))
      services.append(.init(service: RepeatingService.objects(objects, of: inbox, transfer: objectTransfer, logger: logger)))
    }
    if let database {
      services.append(.init(service: RepeatingService.report(state, to: database, logger: logger)))
      services.append(.init(service: RepeatingService.listener(FeedListener(database, to: feedSignal))))
    }
    services.append(.init(service: RepeatingService.statistics(state.statistics, of: store, clock: clock.wall)))
    let group = ServiceGroup(
      configuration: .init(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.quiet))
    try await group.run()
    try await workThreads.shutdownGracefully()
    try await askThreads.shutdownGracefully()
    // A store that was found damaged while it ran is looked at by the next start.
    if counters.snapshot.faults[FaultCode.storeDamaged.code] == nil { opened.closed() }
    logger.notice("stopped", metadata: ["id": "daemon.stopped"])
  }

  private func openVault() throws(Fault) -> Vault {
    let vault = try Vault.open(configuration)
    if vault.isSealing {
      logger.notice(
        vault.canRead
          ? "sealing; sealed content can be opened"
          : "sealing; the master identity is not here: what was sealed before this start is not heard, shown in words or scored again",
        metadata: ["id": "seal.on", "reads": "\(vault.canRead)"])
    }
    return vault
  }

  private func openStore(_ database: PostgresStore?, _ clock: InboxClock, _ vault: Vault) async throws -> DaemonStore {
    if let database { return DaemonStore(database) }
    return try await DaemonStore(
      StoreOpening(
        path: configuration.store.text,
        records: ArchivedRecords(stateDirectory: configuration.inbox.stateDirectory, instance: configuration.inbox.instance),
        clock: clock.wall, logger: logger, vault: vault))
  }

  /// Copies of recordings and words that a daemon which was killed had made for a recogniser or judge; also of one that is configured
  /// no more.
  private func removeScratch(_ path: String) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do { try ScratchFolder.remove(path) } catch {
      logger.error("what a recogniser left is still there", metadata: ["id": "scratch.left", "path": "\(path)", "detail": "\(error)"])
    }
  }

  /// What a former life or a dead instance held goes back. What cannot be moved now is tried again with the scans.
  private func recover(_ inbox: Inbox) {
    do throws(Fault) {
      let returned = try inbox.recover()
      if returned > 0 { logger.notice("work of a stopped instance returned", metadata: ["id": "inbox.recovered", "count": "\(returned)"]) }
    } catch {
      logger.error("inbox", metadata: ["id": "inbox.fault", "code": "\(error.code.code)", "detail": "\(error.detail)"])
    }
  }

  /// The service library tells every step; a journal wants the few that matter.
  private static var quiet: Logger {
    var logger = Logger(label: "services")
    logger.logLevel = .error
    return logger
  }

  /// The socket is born closed to all others and gets its own mode once it listens; its group is that of the directory it is
  /// in.
  private func prepareSocket() throws(Fault) {
    for path in [configuration.socketPath] + [configuration.desk?.socketPath].compactMap(\.self) {
      guard path.utf8.count < 108 else { throw Fault(.socketUnusable, path) }
      let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      if !FileManager.default.fileExists(atPath: directory) { throw Fault(.socketUnusable, directory) }
    }
  }
}

extension InboxWatcher.Mode {
  /// `inotify`, or `polling` with its reason.
  var text: String {
    switch self {
    case .events: "inotify"
    case .polling(let fault): "polling: \(fault.code.code)"
    }
  }
}
