// modules: RealModule Signal/Filter,Arithmetic
// length: 512
import Signal

/// Designing a filter costs far more than running it: each pair of rates is designed once.
private nonisolated(unsafe) var designs: [Int: Resampler] = [:]
private let halfBand = HalfBand()

private func resampler(_ input: Int, _ output: Int) -> Resampler {
  let key = input << 32 | output
  if let known = designs[key] { return known }
  let new = Resampler(from: input, to: output)
  designs[key] = new
  return new
}

/// Rates of real files, and two that have no divisor in common with anything.
private let real = [
  8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 176_400, 192_000, 8_009, 44_101,
]

/// Edge cases of resampling: any two rates, any cut into blocks, any samples. The count of samples is exact, the cut does
/// not matter, and finite numbers stay finite and within what the filter can amplify.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 6 else { return 0 }
  let bytes = UnsafeBufferPointer(start: data, count: count)
  // Small rates have every ratio of the large ones, at a fraction of the filter's length.
  let isReal = bytes[0] == 8
  let input = isReal ? real[Int(bytes[1] % 16)] : 1 + Int(bytes[1] % 24)
  let output = isReal ? real[Int(bytes[3] % 16)] : 1 + Int(bytes[3] % 24)
  guard input <= 24 * output, output <= 24 * input else { return 0 }
  let samples = bytes[6...].map { Float(Int8(bitPattern: $0)) / 128 }
  var whole: [Float] = []
  var one = resampler(input, output)
  one.append(samples, to: &whole)
  one.finish(into: &whole)
  precondition(whole.count == (samples.count * output + input - 1) / input)
  // The filter's absolute sum is below 4 for every design used here.
  precondition(whole.allSatisfy { abs($0) <= 4 })

  var pieces: [Float] = []
  var other = resampler(input, output)
  var position = 0
  while position < samples.count {
    let end = min(samples.count, position + max(1, Int(bytes[6 + position] & 31)))
    other.append(Array(samples[position..<end]), to: &pieces)
    position = end
  }
  other.finish(into: &pieces)
  precondition(pieces == whole)

  var half = halfBand
  var halved: [Float] = []
  let cut = Int(bytes[2]) % (samples.count + 1)
  half.append(Array(samples[..<cut]), to: &halved)
  half.append(samples, from: cut, to: &halved)
  half.finish(into: &halved)
  precondition(halved.count == (samples.count + 1) / 2 && halved.allSatisfy { abs($0) <= 4 })
  return 0
}
