// swift-tools-version: 6.2
import PackageDescription

// Apart from the product, so that nobody who builds Intone builds its measuring instruments. `make bench` runs them.
let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "intone", path: "..")],
  targets: [
    // What libsndfile and FFTW cost by themselves, in C.
    .executableTarget(
      name: "floor", cSettings: [.unsafeFlags(["-O3", "-march=native"])],
      linkerSettings: [.linkedLibrary("sndfile"), .linkedLibrary("fftw3f"), .linkedLibrary("m")]),
    // What each stage of ours costs.
    .executableTarget(name: "stages", dependencies: [.product(name: "Hearing", package: "intone")]),
    // What a transcript of 100,000 words costs.
    .executableTarget(name: "text", dependencies: [.product(name: "Reading", package: "intone")]),
    // What it costs to seal and to open.
    .executableTarget(name: "sealing", dependencies: [.product(name: "Sealing", package: "intone")]),
  ]
)
