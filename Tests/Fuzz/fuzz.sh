#!/bin/bash
# Feeds hostile bytes to our own parsers with libFuzzer, which comes with the Swift toolchain.
#
#   Tests/Fuzz/fuzz.sh [SECONDS, default 180] [RUNS, default 10000000] [harness…]
#
# Each harness runs for so many seconds or executions, whichever comes first; a finding ends the run with its input's
# path and exit code 1. A harness is a file Fuzz<Name>.swift here: its first line names the modules it needs, lowest
# first, its second the longest input. Seeds are in corpus/<Name>/, words of a grammar in <Name>.dict; what libFuzzer
# adds to the corpus stays in the build directory.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-180}
runs=${2:-10000000}
shift $(($# < 2 ? $# : 2))
build=.build/fuzz
packages=.build/checkouts
mkdir -p "$build"
[[ -d $packages ]] || swift package resolve
plain=(-O -wmo -parse-as-library -I "$build")
for shim in "$packages/Yams/Sources/CYaml/include" "$packages/swift-numerics/Sources/_NumericsShims/include"; do
  plain+=(-I "$shim" -Xcc "-fmodule-map-file=$shim/module.modulemap")
done
flags=("${plain[@]}" -swift-version 6 -sanitize=fuzzer -package-name intone -I Sources/CConfinement/include)
for library in CSndfile COpus; do flags+=(-I "Sources/$library"); done
for flag in $(pkg-config --cflags sndfile opus); do flags+=(-Xcc "$flag"); done

# Whether an object is there and newer than all of these sources.
fresh() { [[ -f $1 && -z $(find "${@:2}" -type f -newer "$1" 2>/dev/null | head -1) ]]; }

# Packages of others: their C is watched by the fuzzer too, their Swift is not.
foreign() {
  case $1 in
    RealModule) fresh "$build/RealModule.o" Package.resolved \
      || swiftc "${plain[@]}" -suppress-warnings -module-name RealModule -emit-module -emit-module-path "$build/RealModule.swiftmodule" \
        -c "$packages/swift-numerics/Sources/RealModule/"*.swift -o "$build/RealModule.o" ;;
    Yams) fresh "$build/Yams.o" Package.resolved || {
      local part
      for part in "$packages/Yams/Sources/CYaml/src/"*.c; do
        clang -O2 -fsanitize=fuzzer-no-link -w -I "$packages/Yams/Sources/CYaml/include" -c "$part" -o "$build/CYaml-$(basename "$part" .c).o"
      done
      swiftc "${plain[@]}" -suppress-warnings -swift-version 5 -D SWIFT_PACKAGE -module-name Yams -emit-module -emit-module-path "$build/Yams.swiftmodule" \
        -c "$packages/Yams/Sources/Yams/"*.swift -o "$build/Yams.o"
    } ;;
  esac
}

# A module, or the part of it that a harness needs: Module/File.swift or Module/Folder,Folder.
compile() {
  local module=${1%%/*} places=() part
  if [[ $1 == */* ]]; then
    for part in ${1#*/}; do places+=("Sources/$module/$part"); done
  else
    places=("Sources/$module")
  fi
  local object=$2
  fresh "$object" "${places[@]}" && return
  # What SwiftPM's embedInCode would generate.
  local resources=() file resource
  if [[ -d Sources/$module/Resources ]]; then
    resources=("$build/$module-PackageResources.swift")
    {
      echo "struct PackageResources {"
      for file in "Sources/$module/Resources"/*; do
        resource=${file##*/}
        echo "static let ${resource//[.-]/_}: [UInt8] = [$(od -An -v -tu1 "$file" | tr -s ' \n' ',' | sed 's/^,//; s/,$//')]"
      done
      echo "}"
    } >"${resources[0]}"
  fi
  { find "${places[@]}" -name '*.swift' -print0 | sort -z; ((${#resources[@]} == 0)) || printf '%s\0' "${resources[@]}"; } \
    | xargs -0 swiftc "${own[@]}" "${flags[@]}" -module-name "$module" -emit-module \
      -emit-module-path "${object%.o}.swiftmodule" -c -o "$object"
}

clang -O2 -c Sources/CConfinement/confinement.c -I Sources/CConfinement/include -o "$build/CConfinement.o"
harnesses=("$@")
if ((${#harnesses[@]} == 0)); then
  for file in Tests/Fuzz/Fuzz*.swift; do name=${file##*/Fuzz} && harnesses+=("${name%.swift}"); done
fi
for name in "${harnesses[@]}"; do
  source=Tests/Fuzz/Fuzz$name.swift
  read -ra modules <<<"$(sed -n '1s|^// modules: ||p' "$source")"
  length=$(sed -n '2s|^// length: ||p' "$source")
  objects=("$build/CConfinement.o")
  own=()
  for module in "${modules[@]}"; do
    if [[ $module == RealModule || $module == Yams ]]; then
      foreign "$module"
      objects+=("$build/$module.o")
      [[ $module != Yams ]] || objects+=("$build"/CYaml-*.o)
    else
      # A part of a module is another object than the whole, and is kept apart from it.
      place=$build
      [[ $module != */* ]] || place=$build/part-$(tr '/,.' '---' <<<"$module")
      mkdir -p "$place"
      own+=(-I "$place")
      compile "${module//,/ }" "$place/${module%%/*}.o"
      objects+=("$place/${module%%/*}.o")
    fi
  done
  # The harness's own parts come before whole modules of the same name.
  swiftc "${own[@]}" "${flags[@]}" -module-name "Fuzz$name" "$source" "${objects[@]}" -lsndfile -lopus -o "$build/Fuzz$name"
  mkdir -p "$build/corpus-$name" "$build/findings-$name"
  dictionary=()
  [[ ! -f Tests/Fuzz/$name.dict ]] || dictionary=(-dict="Tests/Fuzz/$name.dict")
  echo "== $name: at most $seconds s, $runs executions"
  "$build/Fuzz$name" "$build/corpus-$name" "Tests/Fuzz/corpus/$name" -max_total_time="$seconds" -runs="$runs" -timeout=10 \
    -rss_limit_mb=1024 -max_len="${length:-4096}" -print_final_stats=1 "${dictionary[@]}" -artifact_prefix="$build/findings-$name/" \
    2>"$build/Fuzz$name.log" || { tail -40 "$build/Fuzz$name.log"; exit 1; }
  grep -E 'number_of_executed_units|peak_rss_mb' "$build/Fuzz$name.log"
done
