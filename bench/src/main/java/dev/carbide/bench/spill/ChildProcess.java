package dev.carbide.bench.spill;

import dev.carbide.bench.compare.DirectoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the processes of measurements, with the JVM and the class path of this one.
 *
 * @param heap their most, in bytes
 * @param options for their JVM, besides
 * @param patienceSeconds after which a process is ended
 */
record ChildProcess(long heap, List<String> options, long patienceSeconds) {
    /** Runs one to its end. Its directory for spill files is made here and is gone afterwards. */
    Outcome run(ConfinedEngine.Kind engine, SpillQuery query, long memory, int threads, Path data, Path temporary)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(temporary, "carbide-bench-");
        try {
            Path spill = Files.createDirectory(directory.resolve("spill"));
            Path output = directory.resolve("outcome");
            Path errors = directory.resolve("errors");
            Process process = new ProcessBuilder(
                            command(new SpillChild.Task(engine, query, memory, threads, data, spill)))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                return outcome(process, output, errors);
            } finally {
                process.destroyForcibly().waitFor();
            }
        } finally {
            DirectoryTree.delete(directory);
        }
    }

    private List<String> command(SpillChild.Task task) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:disable",
                "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), SpillChild.class.getName()));
        command.addAll(List.of(task.arguments()));
        return command;
    }

    private Outcome outcome(Process process, Path output, Path errors) throws IOException, InterruptedException {
        if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
            return Outcome.failed("not done after " + patienceSeconds + " s");
        }
        Outcome outcome = Outcome.parse(Files.readString(output));
        if (outcome == null) {
            String said = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
            return Outcome.failed("the process ended with status " + process.exitValue() + "\n" + said);
        }
        return outcome;
    }
}
