package dev.carbide.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Texts typed at a terminal, with history and completion; Ctrl-C gives up a text, or interrupts what runs. */
final class TerminalInput implements Input {
    private static final String PROMPT = "carbide> ";
    private static final String CONTINUED = "      -> ";

    private final Terminal terminal;
    private final LineReader reader;

    TerminalInput(NameCompleter completer) throws IOException {
        terminal = TerminalBuilder.builder().name("carbide").system(true).build();
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .appName("carbide")
                .terminal(terminal)
                .parser(new StatementParser())
                .completer(completer)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED);
        Path history = history();
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        reader = builder.build();
    }

    /** Where the XDG base directory specification puts such a file; null if no directory can be made there. */
    private static @Nullable Path history() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        try {
            return Files.createDirectories(base.resolve("carbide")).resolve("history");
        } catch (IOException noHistory) {
            return null;
        }
    }

    @Override
    public @Nullable String next() {
        try {
            return reader.readLine(PROMPT);
        } catch (UserInterruptException givenUp) {
            return "";
        } catch (EndOfFileException end) {
            return null;
        }
    }

    @Override
    public void interruptible(Runnable onInterrupt, Work work) throws IOException {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> onInterrupt.run());
        try {
            work.run();
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    /** Asks for another line until statements are complete; words are what can be completed. */
    private static final class StatementParser implements Parser {
        private final DefaultParser words = new DefaultParser() {
            @Override
            public boolean isDelimiterChar(CharSequence buffer, int position) {
                char c = buffer.charAt(position);
                return !Character.isLetterOrDigit(c) && c != '_' && c != '.';
            }
        };

        StatementParser() {
            words.setQuoteChars(new char[0]);
            words.setEscapeChars(new char[0]);
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !StatementEnd.isComplete(line)) {
                throw new EOFError(-1, cursor, "the statement goes on until a semicolon");
            }
            return words.parse(line, cursor, ParseContext.COMPLETE);
        }
    }
}
