package dev.carbide.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a command writes to. Results go to {@code out}, which reports what fails; everything else goes to {@code err}.
 *
 * @param out buffered; flushed by who writes to it
 * @param err flushed at each line
 * @param interactive whether a person looks at {@code err}, so that a line may be written over
 */
public record Console(Writer out, PrintWriter err, boolean interactive) {
    /** The process's own. */
    public static Console system() {
        Writer out = new java.io.BufferedWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8), true);
        java.io.Console terminal = System.console();
        return new Console(out, err, terminal != null && terminal.isTerminal());
    }

    /** A line about what a command does, not part of its result. */
    public void note(String format, Object... values) {
        err.println(String.format(Locale.ROOT, format, values));
    }
}
