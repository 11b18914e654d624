package dev.carbide.cli;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Failures as one block of text and an exit status; stack traces only with {@code --debug}. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** Exit status of a command that did what it was asked for. */
    public static final int OK = 0;
    /** Exit status after an error in a query, in data, or of the machine. */
    public static final int FAILED = 1;
    /** Exit status after a command line that makes no sense. */
    public static final int USAGE = 2;

    static final String DEBUG = "--debug";

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments)
            throws Exception {
        if (!isBrokenPipe(failure)) {
            report(message(failure), failure, command);
        }
        return FAILED;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("carbide: " + problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("  " + command.getCommandSpec().qualifiedName() + " --help tells what is possible.");
        if (problem.getCause() != null && java.util.List.of(arguments).contains(DEBUG)) {
            problem.printStackTrace(err);
        }
        return USAGE;
    }

    /** Prints one block of text, and the stack trace if that is asked for. */
    static void report(String message, Throwable failure, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("carbide: " + message);
        if (wantsTraces(command)) {
            failure.printStackTrace(err);
        }
    }

    /** Whether the command line that was parsed has {@code --debug}. */
    static boolean wantsTraces(CommandLine command) {
        CommandLine root = command.getCommandSpec().root().commandLine();
        return root.getParseResult().originalArgs().contains(DEBUG);
    }

    /** What to tell a user. */
    public static String message(Throwable failure) {
        return switch (failure) {
            case CancelledException cancelled -> "cancelled";
            case CarbideException mendable -> String.valueOf(mendable.getMessage());
            case UncheckedIOException wrapped -> message(wrapped.getCause());
            case NoSuchFileException missing -> "There is no file or directory " + missing.getFile();
            case AccessDeniedException denied -> "No permission to use " + denied.getFile();
            case FileSystemException file ->
                "Cannot use " + file.getFile() + (file.getReason() == null ? "" : ": " + file.getReason());
            case IOException io -> "Input or output failed: " + io.getMessage();
            case OutOfMemoryError heap ->
                "The Java heap is full (" + heap.getMessage() + "). CARBIDE_JAVA_OPTS=-Xmx2g makes it larger.";
            default -> "Internal error, please report it with the output of " + DEBUG + ": " + failure;
        };
    }

    /** Whoever read the output has seen enough: no reason for a message. */
    private static boolean isBrokenPipe(Throwable failure) {
        Throwable cause = failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
        return cause instanceof IOException && "Broken pipe".equals(cause.getMessage());
    }
}
