package dev.carbide.offheap.spill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another JVM with a spill store: prints the path of its file, then for each number it gets, looks so often for leftovers and answers how many it removed. */
final class SpillingProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;
    private final Path file;

    SpillingProcess(Path root) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-classpath",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SpillingProcess.class.getName(),
                        root.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        file = Path.of(answers.readLine());
    }

    Path file() {
        return file;
    }

    int removeLeftovers() throws IOException {
        beginToRemoveLeftovers(1);
        return endToRemoveLeftovers();
    }

    void beginToRemoveLeftovers(int times) {
        questions.println(times);
    }

    int endToRemoveLeftovers() throws IOException {
        return Integer.parseInt(answers.readLine());
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Lets it close its store. */
    @Override
    public void close() {
        questions.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] arguments) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (SpillStore store =
                SpillStore.open(SpillSettings.DEFAULT.withDirectories(List.of(Path.of(arguments[0]))))) {
            System.out.println(store.newFile("test").path());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int removed = 0;
                for (int time = Integer.parseInt(line); time > 0; time--) {
                    removed += store.removeLeftovers().size();
                }
                System.out.println(removed);
            }
        }
    }
}
