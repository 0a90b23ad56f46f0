// swift-tools-version: 6.2
import PackageDescription

// Every module of ours: Swift 6 mode, strict memory safety, no warning left standing.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// What goes through samples, or through texts letter by letter, is 30 to 200 times slower without the optimiser, and tests run on debug builds.
let optimised: [SwiftSetting] = house + [.unsafeFlags(["-O"], .when(configuration: .debug))]

// Roots set no errno, so that four are taken at once.
let arithmetic: [SwiftSetting] = optimised + [.unsafeFlags(["-Xcc", "-fno-math-errno"])]

// What the toolchain does not set by itself in a program that is shipped: every symbol bound before any input is read, so that
// the tables of addresses are read-only from then on; and in the C that starts decoders, the checks of its compiler and library.
let hardened: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"], .when(configuration: .release))
]
let hardenedC: [CSetting] = [
  .unsafeFlags(["-fstack-protector-strong", "-fstack-clash-protection"]),
  .unsafeFlags(["-D_FORTIFY_SOURCE=2"], .when(configuration: .release)),
]

func domain(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], settings: [SwiftSetting] = house)
  -> Target
{
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], excluding: [String] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: excluding, resources: resources, swiftSettings: house)
}

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioLocks = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

let package = Package(
  name: "intone",
  products: [
    .executable(name: "intoned", targets: ["intoned"]),
    .executable(name: "intone", targets: ["intone"]),
    // For Benchmarks/ alone: the stages between a file and its profile.
    .library(name: "Hearing", targets: ["Recordings", "Speech", "Signal", "Interview"]),
    // And a transcript and what is found in it.
    .library(name: "Reading", targets: ["Transcripts", "Interview"]),
    // And what it costs to seal.
    .library(name: "Sealing", targets: ["Seal", "Interview"]),
  ],
  dependencies: [
    // Commands, help, completion and man pages from one declaration.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The logging interface every service library here already speaks.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // HTTP over the Unix socket; no traits: neither TLS nor HTTP/2 is wanted on a local socket.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    // The names of HTTP methods, fields and status codes that Hummingbird speaks.
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    // Starts services in order, stops them in reverse, turns signals into graceful shutdown.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // Hummingbird's transport; the channel tells who is asking (peer credentials).
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    // SQLite with WAL, migrations and prepared statements, by people who know every corner of it.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Report pages as templates that a designer can read, escaped by default.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // YAML with the line and column of every mark, for role models, manifests and configuration.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Relaxed floating-point sums, which the optimiser may vectorise.
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    // SHA-256 of recordings, transcripts and models: the identity of everything that arrives. X25519, ChaCha20-Poly1305 and HKDF of
    // sealed files, Ed25519 of signed notes.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // C libraries: a module map each, no logic.
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"])]),
    .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"])]),

    // The store of a fleet. libpq is PostgreSQL's own client, kept safe by the distribution: service and password files, several hosts,
    // TLS and Kerberos as its administrators know them. PostgresNIO would bring a second TLS library and asynchronous calls into code
    // that blocks on threads of its own. C, since libpq is loaded when it is first needed.
    .target(name: "CPostgres"),

    // Delivers webhooks, and moves recordings to a store of objects, by libcurl: TLS, proxies and certificates are the distribution's to keep
    // safe, and it is there on every server; async-http-client would bring a TLS library and HTTP/2 into the daemon that nothing
    // else needs, and an SDK of Amazon's a hundred packages for four requests. C, since libcurl's calls take variable arguments, and since it
    // is loaded when it is first needed.
    .target(name: "CCurl"),

    // Starts a decoder that is not trusted: fork, limits, Landlock, seccomp. C, since Swift has no fork.
    .target(name: "CConfinement", cSettings: hardenedC),

    // The engine's inner loops for each width of vector, of which one is chosen at the start: Swift compiles for one processor only. No fused
    // multiplication and addition, which would round otherwise; always optimised, for the reason above.
    .target(name: "CKernels", exclude: ["loops.inc"], cSettings: [.unsafeFlags(["-O2", "-ffp-contract=off", "-fno-math-errno"])]),

    // Values and maths.
    domain("Interview"),
    domain("Signal", ["CFFTW", "CKernels", numerics], settings: arithmetic),

    // Domain: pure, synchronous, deterministic.
    domain("Speech", ["Signal", "CKernels", "Interview", numerics], resources: [.embedInCode("Resources")], settings: arithmetic),
    domain("Transcripts", ["Interview", numerics], resources: [.embedInCode("Resources")], settings: optimised),
    domain("YAMLReading", ["Interview", .product(name: "Yams", package: "Yams")]),
    domain("Tables", ["Interview"]),
    domain("RoleModels", ["Interview", "YAMLReading", "Tables", numerics]),
    domain("Sessions", ["Interview", "YAMLReading"]),
    domain("Seal", ["Interview", .product(name: "Crypto", package: "swift-crypto")]),

    // Edges.
    domain("Files", ["Interview", "Seal"]),
    domain("Recordings", ["CSndfile", "COpus", "CConfinement", "Signal", "Interview"], settings: arithmetic),
    domain("Store", ["Interview", "Tables"]),
    domain("Vault", ["Interview", "Seal", "Files", "Store"]),
    domain("Transfers", ["CCurl"]),
    domain("Objects", ["Interview", "Seal", "Files", "Store", "Vault", "Transfers"]),
    domain("Inbox", ["Interview", "Seal", "Files", "Vault"]),
    domain("Documents", ["Interview", "Recordings", "Inbox", "Store"]),
    domain("StoreSQL", ["Store", "Vault", "Interview"]),
    domain("PostgresStore", ["CPostgres", "StoreSQL", "Store", "Vault", "Seal", "Interview"]),
    domain(
      "SQLiteStore", ["StoreSQL", "Store", "Vault", "Seal", "Interview", .product(name: "GRDB", package: "GRDB.swift")]),

    // The line.
    domain(
      "Assessment",
      [
        "Interview", "Speech", "Transcripts", "RoleModels", "Sessions", "Files", "Vault", "Recordings", "Store", "Documents",
      ]),
    domain(
      "Queries", ["Interview", "Transcripts", "YAMLReading", "RoleModels", "Sessions", "Seal", "Files", "Store", "Documents", "Assessment"]),
    domain(
      "Maintenance",
      [
        "Interview", "Transcripts", "Tables", "RoleModels", "Seal", "Files", "Vault", "Inbox", "Store", "Documents", "Assessment", logging,
      ]),
    domain(
      "Pipeline",
      [
        "Interview", "Transcripts", "RoleModels", "Sessions", "Seal", "Files", "Vault", "Recordings", "Inbox", "Store", "Documents",
        "Assessment", "Queries", "Maintenance", logging,
      ]),

    // Process and programs.
    domain(
      "Settings",
      [
        "Interview", "YAMLReading", "Seal", "Vault", "Transfers", "Objects", "Recordings", "Inbox", "Documents", "Assessment",
        "Maintenance",
      ]),
    domain("Webhooks", ["Interview", "Seal", "Files", "Transfers", "Inbox", "Store", "Documents", "Assessment", "Settings"]),
    domain(
      "Reports",
      [
        "Interview", "RoleModels", "Sessions", "Store", "Documents", "Assessment", "Queries",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("Resources")]),
    domain("Papers", ["Interview", "RoleModels", "Documents", "Assessment", "Queries"], resources: [.embedInCode("Resources")]),
    // Requests held to their limits before anything looks at them, on whatever kind of socket.
    domain(
      "Connections",
      [
        "Interview", "Documents", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"), logging, nioCore, nioHTTP1,
      ]),
    // The same libraries as the daemon's socket and the report: pages are routes and templates.
    domain(
      "Desk",
      [
        "Interview", "RoleModels", "Documents", "Assessment", "Queries", "Maintenance", "Reports", "Connections",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HummingbirdCore", package: "hummingbird"), logging, nioCore,
        lifecycle, .product(name: "Mustache", package: "swift-mustache"),
      ], resources: [.embedInCode("Resources")]),
    domain(
      "Control",
      [
        "Interview", "RoleModels", "Files", "Vault", "Recordings", "Inbox", "Store", "Documents", "Assessment", "Queries", "Maintenance",
        "Pipeline", "Settings", "Webhooks", "Reports", "Connections", "Desk", .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"), logging, nioCore, nioPosix, lifecycle,
      ]),
    domain(
      "Daemon",
      [
        "Interview", "RoleModels", "Files", "Vault", "Transfers", "Recordings", "Inbox", "Store", "StoreSQL", "SQLiteStore",
        "PostgresStore", "Documents", "Assessment", "Queries",
        "Maintenance", "Pipeline", "Settings", "Webhooks", "Control", logging, nioLocks, nioPosix, lifecycle, unixSignals,
      ]),
    .executableTarget(
      name: "intoned", dependencies: ["Interview", "RoleModels", "Files", "Assessment", "Settings", "Daemon", arguments, logging],
      swiftSettings: house, linkerSettings: hardened),
    .executableTarget(
      name: "intone",
      dependencies: [
        "Interview", "Transcripts", "YAMLReading", "Tables", "RoleModels", "Sessions", "Seal", "Files", "Vault", "Recordings",
        "Inbox", "Store", "StoreSQL", "SQLiteStore", "PostgresStore", "Documents",
        "Assessment", "Queries", "Maintenance", "Pipeline", "Settings", "Webhooks", "Reports", "Papers", "Desk",
        arguments,
      ],
      swiftSettings: house, linkerSettings: hardened),

    // Tests.
    .target(name: "TestSupport", dependencies: ["Interview", "Signal"], path: "Tests/TestSupport", swiftSettings: arithmetic),
    tests("InterviewTests", ["Interview"]),
    tests("SignalTests", ["Signal", "CKernels"]),
    tests("SpeechTests", ["Speech", "Signal", "Interview"]),
    tests("TranscriptsTests", ["Transcripts", "Interview"]),
    tests("YAMLReadingTests", ["YAMLReading", "Interview"]),
    tests("TablesTests", ["Tables", "Interview"]),
    tests("RoleModelsTests", ["RoleModels", "YAMLReading", "Tables", "Interview", numerics]),
    tests("SessionsTests", ["Sessions", "Interview"]),
    tests("SealTests", ["Seal", "Interview"]),
    tests("RecordingsTests", ["Recordings", "Signal", "Interview"]),
    tests("InboxTests", ["Files", "Inbox", "Seal", "Vault", "Interview"]),
    tests("ObjectsTests", ["Files", "Inbox", "Objects", "Seal", "Vault", "Interview"]),
    tests("StoreTests", ["Store", "StoreSQL", "SQLiteStore", "PostgresStore", "Seal", "Vault", "Interview"]),
    tests("DocumentsTests", ["Documents", "Store", "Interview"]),
    tests(
      "PipelineTests",
      [
        "Files", "Assessment", "Queries", "Maintenance", "Pipeline", "Speech", "Transcripts", "RoleModels", "Sessions", "Seal", "Vault",
        "Recordings", "Inbox", "Store", "SQLiteStore", "PostgresStore", "StoreSQL", "Documents", "Reports", "Interview", logging,
      ]),
    tests("PapersTests", ["Papers", "Assessment", "Queries", "Documents", "RoleModels", "Interview"], excluding: ["Golden"]),
    tests("ReportsTests", ["Reports", "Assessment", "Interview"]),
    tests(
      "ControlTests",
      [
        "Files", "Assessment", "Queries", "Maintenance", "Pipeline",
        "Connections", "Control", "Settings", "Inbox", "Store", "Documents", "Recordings", "RoleModels", "Interview",
        lifecycle, logging, nioCore, nioPosix, nioHTTP1,
        .product(name: "NIOEmbedded", package: "swift-nio"), .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    tests(
      "DeskTests",
      [
        "Desk", "Documents", "RoleModels", "Interview", logging, nioCore, .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "Hummingbird", package: "hummingbird"), .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    tests(
      "DaemonTests",
      [
        "Daemon", "Control", "Inbox", "Interview", "Pipeline", "RoleModels", "SQLiteStore", "Settings", "Store", "Webhooks", lifecycle,
        logging, nioPosix,
      ]),
    tests(
      "WebhooksTests", ["Seal", "Files", "Webhooks", "Settings", "Store", "Inbox", "Interview"]),
    tests("SettingsTests", ["Seal", "Assessment", "Maintenance", "Settings", "Inbox", "Interview"]),
    // Every code of every module, held against the page that lists them.
    tests(
      "CatalogueTests",
      [
        "Files", "Assessment", "Queries", "Maintenance", "Pipeline",
        "Documents", "intone", "Settings", "Control", "Webhooks", "Reports", "Desk", "Store",
        "Inbox", "Recordings", "Sessions", "RoleModels",
        "YAMLReading",
        "Tables", "Transcripts", "Speech", "Seal", "Vault", "Interview", arguments,
      ]),
    // They read all of the sources, letter by letter.
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: optimised),
    tests("EndToEndTests", ["Assessment", "Interview", "intone", "intoned", nioPosix], excluding: ["Golden"]),
  ]
)
