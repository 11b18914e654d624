package dev.carbide.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line printed and how it ended. */
record CommandRun(int status, String out, String err) {
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new Console(out, new PrintWriter(err, true), false), arguments);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
