/// One target, and what its Swift files may import.
struct Module {
  let name: String
  /// Modules of ours: each stands above this line in the table.
  let own: Set<String>
  /// Modules of others.
  let foreign: Set<String>
  /// Whether it is held to being pure: no clock, no randomness, no files, no concurrency.
  let isPure: Bool

  init(_ name: String, own: Set<String> = [], foreign: Set<String> = [], isPure: Bool = false) {
    self.name = name
    self.own = own
    self.foreign = foreign
    self.isPure = isPure
  }
}

/// All targets, from the ground up. `docs/architecture.md` says in words what each module is for.
struct ModulePlan {
  let modules: [Module]
  /// Libraries that only one module may know, so that replacing one touches one module.
  let knownToOneModule: Set<String>
  /// Files that may import all of Foundation, which brings ICU; the others make do with `FoundationEssentials`.
  let wholeFoundation: Set<String>
  /// Files that may say `unsafe`, `@unchecked` or `nonisolated(unsafe)`.
  let unsafeFiles: Set<String>
  /// Lines in a file.
  let maximumLines: Int

  subscript(name: String) -> Module? { modules.first { $0.name == name } }
}

extension ModulePlan {
  static let intone = ModulePlan(
    modules: [
      // Libraries in C: a module map each, no Swift.
      Module("CFFTW"), Module("CKernels"), Module("CSndfile"), Module("COpus"), Module("CPostgres"), Module("CConfinement"),
      Module("CCurl"),
      // Values and maths.
      Module("Interview", isPure: true),
      Module("Signal", foreign: ["CFFTW", "CKernels", "RealModule", "Synchronization"], isPure: true),
      // Domain.
      Module("Speech", own: ["Signal", "Interview"], foreign: ["CKernels", "RealModule"], isPure: true),
      Module("Transcripts", own: ["Interview"], foreign: ["RealModule"], isPure: true),
      Module("YAMLReading", own: ["Interview"], foreign: ["Yams"], isPure: true),
      Module("Tables", own: ["Interview"], isPure: true),
      Module("RoleModels", own: ["Interview", "YAMLReading", "Tables"], foreign: ["RealModule"], isPure: true),
      Module("Sessions", own: ["Interview", "YAMLReading"], isPure: true),
      Module("Seal", own: ["Interview"], foreign: ["Crypto", "FoundationEssentials"], isPure: true),
      // Edges.
      Module("Files", own: ["Interview", "Seal"], foreign: ["FoundationEssentials", "Glibc"]),
      Module(
        "Recordings", own: ["Signal", "Interview"],
        foreign: ["CSndfile", "COpus", "CConfinement", "Glibc", "Synchronization"]),
      Module("Store", own: ["Interview", "Tables"], foreign: ["FoundationEssentials", "Synchronization"]),
      Module("Vault", own: ["Interview", "Seal", "Files", "Store"], foreign: ["FoundationEssentials", "Synchronization"]),
      Module("Transfers", foreign: ["CCurl", "Glibc", "Synchronization"]),
      Module(
        "Objects", own: ["Interview", "Seal", "Files", "Store", "Vault", "Transfers"], foreign: ["FoundationEssentials"]),
      Module("Inbox", own: ["Interview", "Seal", "Files", "Vault"], foreign: ["FoundationEssentials", "Glibc", "Synchronization"]),
      Module("StoreSQL", own: ["Store", "Vault", "Interview"], foreign: ["FoundationEssentials"]),
      Module(
        "PostgresStore", own: ["StoreSQL", "Store", "Vault", "Seal", "Interview"],
        foreign: ["CPostgres", "FoundationEssentials", "Glibc", "Synchronization"]),
      Module(
        "SQLiteStore", own: ["StoreSQL", "Store", "Vault", "Seal", "Interview"],
        foreign: ["GRDB", "GRDBSQLite", "Glibc", "FoundationEssentials", "Synchronization"]),
      Module("Documents", own: ["Interview", "Recordings", "Inbox", "Store"], foreign: ["FoundationEssentials"]),
      // The line. Dispatch: scoring stored answers again on all processors.
      Module(
        "Assessment",
        own: ["Interview", "Speech", "Transcripts", "RoleModels", "Sessions", "Files", "Vault", "Recordings", "Store", "Documents"],
        foreign: ["FoundationEssentials", "Glibc", "Synchronization"]),
      Module(
        "Queries",
        own: ["Interview", "Transcripts", "YAMLReading", "RoleModels", "Sessions", "Seal", "Files", "Store", "Documents", "Assessment"],
        foreign: ["FoundationEssentials", "Synchronization"]),
      Module(
        "Maintenance",
        own: [
          "Interview", "Transcripts", "Tables", "RoleModels", "Seal", "Files", "Vault", "Inbox", "Store", "Documents", "Assessment",
        ],
        foreign: ["Dispatch", "FoundationEssentials", "Logging", "Synchronization"]),
      Module(
        "Pipeline",
        own: [
          "Interview", "Transcripts", "RoleModels", "Sessions", "Seal", "Files", "Vault", "Recordings", "Inbox", "Store", "Documents",
          "Assessment", "Queries", "Maintenance",
        ], foreign: ["Logging", "Synchronization"]),
      // Process.
      Module(
        "Settings",
        own: [
          "Interview", "YAMLReading", "Seal", "Vault", "Transfers", "Objects", "Recordings", "Inbox", "Documents", "Assessment",
          "Maintenance",
        ], foreign: ["FoundationEssentials"]),
      Module(
        "Webhooks", own: ["Interview", "Seal", "Files", "Transfers", "Inbox", "Store", "Documents", "Assessment", "Settings"],
        foreign: ["FoundationEssentials", "Synchronization"]),
      Module(
        "Reports", own: ["Interview", "RoleModels", "Sessions", "Store", "Documents", "Assessment", "Queries"],
        foreign: ["Glibc", "Mustache"]),
      Module("Papers", own: ["Interview", "RoleModels", "Documents", "Assessment", "Queries"], foreign: []),
      Module(
        "Connections", own: ["Interview", "Documents"],
        foreign: ["Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTP1"]),
      Module(
        "Desk", own: ["Interview", "RoleModels", "Documents", "Assessment", "Queries", "Maintenance", "Reports", "Connections"],
        foreign: [
          "FoundationEssentials", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Mustache", "NIOCore",
          "ServiceLifecycle",
          "Synchronization",
        ]),
      Module(
        "Control",
        own: [
          "Interview", "RoleModels", "Files", "Vault", "Recordings", "Inbox", "Store", "Documents", "Assessment", "Queries", "Maintenance",
          "Pipeline", "Settings", "Webhooks", "Reports", "Connections", "Desk",
        ],
        foreign: [
          "FoundationEssentials", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOPosix",
          "ServiceLifecycle", "Synchronization",
        ]),
      Module(
        "Daemon",
        own: [
          "Interview", "RoleModels", "Files", "Vault", "Transfers", "Recordings", "Inbox", "Store", "StoreSQL", "SQLiteStore",
          "PostgresStore", "Documents", "Assessment", "Queries", "Maintenance", "Pipeline", "Settings", "Webhooks", "Control",
        ],
        foreign: [
          "FoundationEssentials", "Glibc", "Logging", "NIOConcurrencyHelpers", "NIOPosix", "ServiceLifecycle", "Synchronization",
          "UnixSignals",
        ]),
      // Programs.
      Module(
        "intoned", own: ["Interview", "RoleModels", "Files", "Assessment", "Settings", "Daemon"],
        foreign: ["ArgumentParser", "FoundationEssentials", "Logging"]),
      Module(
        "intone",
        own: [
          "Interview", "Transcripts", "YAMLReading", "Tables", "RoleModels", "Sessions", "Seal", "Files", "Vault", "Recordings", "Inbox",
          "Store", "StoreSQL", "SQLiteStore", "PostgresStore", "Documents", "Assessment", "Queries", "Maintenance", "Pipeline",
          "Settings", "Webhooks", "Reports",
          "Papers", "Desk",
        ], foreign: ["ArgumentParser", "Dispatch", "FoundationEssentials", "Glibc"]),
    ],
    knownToOneModule: [
      "CFFTW", "CSndfile", "COpus", "CPostgres", "CConfinement", "CCurl", "Yams", "GRDB", "Crypto",
    ],
    wholeFoundation: ["Sources/Transcripts/Decoding/ICU.swift", "Sources/Maintenance/Retention/Tombstones.swift"],
    unsafeFiles: [
      "Sources/Control/Access/Peer+Unsafe.swift",
      "Sources/Daemon/JournalLog+Unsafe.swift",
      "Sources/Daemon/JournalSocket+Unsafe.swift",
      "Sources/Daemon/HostProcess+Unsafe.swift",
      "Sources/Daemon/SystemdNotifier+Unsafe.swift",
      "Sources/Inbox/Watching/Watch+Unsafe.swift",
      "Sources/Inbox/System/FileWork+Unsafe.swift",
      "Sources/Inbox/System/DiskSpace+Unsafe.swift",
      "Sources/Inbox/System/Folder+Unsafe.swift",
      "Sources/Files/DescriptorReader+Unsafe.swift",
      "Sources/Files/PrivateFile+Unsafe.swift",
      "Sources/Assessment/StandardInput+Unsafe.swift",
      "Sources/Recordings/Confinement/ConfinedChild+Unsafe.swift",
      "Sources/Recordings/Decoders/DecodingBudget+Unsafe.swift",
      "Sources/Recordings/Decoders/Sndfile/SndfileDecoder+Unsafe.swift",
      "Sources/Recordings/Decoders/Sndfile/SndfileStream+Unsafe.swift",
      "Sources/Recordings/Export/WaveCopy+Unsafe.swift",
      "Sources/Recordings/Input/RecordingFile+Unsafe.swift",
      "Sources/Recordings/Opus/OpusPacketDecoder+Unsafe.swift",
      "Sources/Signal/Arithmetic/Arithmetic+Unsafe.swift",
      "Sources/Signal/Arithmetic/Kernels+Unsafe.swift",
      "Sources/Signal/Arithmetic/Vectors+Unsafe.swift",
      "Sources/Signal/Filter/HalfBand+Unsafe.swift",
      "Sources/Signal/Transform/LagTransform+Unsafe.swift",
      "Sources/Signal/Transform/Planner+Unsafe.swift",
      "Sources/Signal/Transform/RealTransform+Unsafe.swift",
      "Sources/Signal/Transform/WindowPair+Unsafe.swift",
      "Sources/Speech/FrontEnd/FrontEndKernels+Unsafe.swift",
      "Sources/Speech/Learned/TemporalNet+Unsafe.swift",
      "Sources/Speech/Pitch/PathCosts+Unsafe.swift",
      "Sources/Speech/Quality/InputKernels+Unsafe.swift",
      "Sources/PostgresStore/PostgresConnection+Unsafe.swift",
      "Sources/SQLiteStore/Publication/PublicationDirectory+Unsafe.swift",
      "Sources/SQLiteStore/Publication/SoleWriter+Unsafe.swift",
      "Sources/SQLiteStore/StoreFiles+Unsafe.swift",
      "Sources/SQLiteStore/CleanShutdownMarker+Unsafe.swift",
      "Sources/intone/Socket/SocketClient+Unsafe.swift", "Sources/intone/Support/SystemCalls+Unsafe.swift",
      "Sources/intone/Support/FaultReport+Unsafe.swift",
      "Sources/Transfers/HTTPTransfer+Unsafe.swift",
    ],
    maximumLines: 300)
}
