#!/usr/bin/env bash
#
# Runs Sluice on this project, from any folder: names of files are those of the folder you are in,
# job files, environment files and a relative lake are those of the project.
#
#   SLUICE_JAR                Sluice's jar; without it, lib/sluice.jar beside this script
#   SPARK_HOME                a Spark 3.5 for Scala 2.12
#   SLUICE_SPARK_SUBMIT_OPTS  more options for spark-submit, such as "--master yarn"
#   SLUICE_JAVA_OPTS          more options for java where Spark is not started, such as "-Xmx2g"
#   JAVA_HOME                 a Java 17; without it, the java on the PATH
#
# Other jars in lib are added, such as spark-avro for Avro, hadoop-aws and aws-java-sdk for S3.
#
# Exit codes: those of Sluice; 78 where Java, Spark or the jar is missing.
set -euo pipefail

fail() {
  printf 'sluice: %s\n' "$@" >&2
  exit 78
}

columns=${COLUMNS:-} # bash sets it after the first command
script=${BASH_SOURCE[0]}
while [[ -L $script ]]; do # readlink -f is not on every system
  target=$(readlink "$script")
  [[ $target == /* ]] || target=$(dirname "$script")/$target
  script=$target
done
home=$(cd -P "$(dirname "$script")" && pwd)

# Java takes names of files and arguments for what the locale says they are.
locale=${LC_ALL:-${LC_CTYPE:-${LANG:-}}}
case $locale in *[uU][tT][fF]-8* | *[uU][tT][fF]8*) ;; *) export LC_ALL=C.UTF-8 ;; esac

jar=${SLUICE_JAR:-$home/lib/sluice.jar}
[[ -f $jar ]] || fail "$jar is missing. Copy Sluice's jar there, or set SLUICE_JAR to it."
jar=$(cd "$(dirname "$jar")" && pwd)/$(basename "$jar")
[[ -n ${SPARK_HOME:-} ]] || fail "SPARK_HOME is not set. Set it to a Spark 3.5 for Scala 2.12."
[[ -x $SPARK_HOME/bin/spark-submit ]] ||
  fail "SPARK_HOME is \"$SPARK_HOME\", which has no bin/spark-submit. Set it to a Spark 3.5 for Scala 2.12."
SPARK_HOME=$(cd "$SPARK_HOME" && pwd)
export SPARK_HOME
if [[ -n ${JAVA_HOME:-} ]]; then
  java=$JAVA_HOME/bin/java
  [[ -x $java ]] || fail "JAVA_HOME is \"$JAVA_HOME\", which has no bin/java. Set it to a Java 17, or unset it."
else
  java=$(command -v java) || fail "java is not on the PATH and JAVA_HOME is not set. Install a Java 17."
fi

extra=()
for file in "$home"/lib/*.jar; do
  if [[ -f $file && ! $file -ef $jar && $file != "$home/lib/sluice.jar" ]]; then extra+=("$file"); fi
done

# Where the command was typed: the names in it are of that folder.
folder=
if [[ $(pwd -P) != "$home" ]]; then folder=$(pwd -P); fi
cd "$home"

terminal=
if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then terminal=-Dsluice.terminal=true; fi
if [[ -t 1 ]]; then # tables fit the terminal
  if [[ ! $columns =~ ^[0-9]+$ ]]; then
    columns=$({ stty size </dev/tty; } 2>/dev/null) || columns=
    columns=${columns##* }
  fi
  terminal+=" -Dsluice.columns=$columns"
fi

starts_spark=1
verbs_without_spark="@VERBS_WITHOUT_SPARK@"
case ${1:-} in
  '' | -* | help) starts_spark=0 ;;
  *) if [[ " $verbs_without_spark " == *" $1 "* ]]; then starts_spark=0; fi ;;
esac
for argument in "$@"; do
  case $argument in -h | --help) starts_spark=0 ;; esac
done

if ((starts_spark)); then
  jars=$(IFS=,; printf '%s' "${extra[*]-}")
  IFS=' ' read -r -a submit_options <<<"${SLUICE_SPARK_SUBMIT_OPTS:-}"
  exec "$SPARK_HOME/bin/spark-submit" --class io.sluice.cli.Main ${jars:+--jars "$jars"} \
    --driver-java-options "-Duser.timezone=UTC $terminal \"-Dsluice.home=$home\" \"-Dsluice.folder=$folder\"" \
    ${submit_options[@]+"${submit_options[@]}"} "$jar" "$@"
fi
IFS=' ' read -r -a java_options <<<"${SLUICE_JAVA_OPTS:-}"
class_path=$(IFS=:; printf '%s' "${extra[*]-}")
exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Duser.timezone=UTC \
  -Dlog4j2.configurationFile=classpath:sluice-log4j2.properties $terminal \
  "-Dsluice.home=$home" "-Dsluice.folder=$folder" ${java_options[@]+"${java_options[@]}"} \
  -cp "$jar:$SPARK_HOME/jars/*${class_path:+:$class_path}" io.sluice.cli.Main "$@"
