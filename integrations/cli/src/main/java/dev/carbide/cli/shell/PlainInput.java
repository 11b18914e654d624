package dev.carbide.cli.shell;

import dev.carbide.cli.Interruption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts from a pipe or a file, without prompts. */
final class PlainInput implements Input {
    private final BufferedReader lines;
    private final Interruption interruption = new Interruption();

    PlainInput(InputStream in) {
        lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String next() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line).append('\n');
            if (StatementEnd.isComplete(text.toString())) {
                return text.toString();
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    @Override
    public void interruptible(Runnable onInterrupt, Work work) throws IOException {
        interruption.cancelling(onInterrupt);
        try {
            work.run();
        } finally {
            interruption.cancelling(null);
        }
    }

    @Override
    public void close() throws IOException {
        interruption.close();
        lines.close();
    }
}
