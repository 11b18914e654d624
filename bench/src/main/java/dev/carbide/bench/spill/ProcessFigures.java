package dev.carbide.bench.spill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What Linux tells a process about itself, in bytes; {@link #UNKNOWN} elsewhere. */
final class ProcessFigures {
    static final long UNKNOWN = -1;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private ProcessFigures() {}

    /** The most memory that was resident at any time: heap, code, thread stacks and files mapped included. */
    static long peakResident() {
        long kibibytes = figure(Path.of("/proc/self/status"), "VmHWM:");
        return kibibytes == UNKNOWN ? UNKNOWN : kibibytes << 10;
    }

    /** Handed to write calls since the start, in all; 0 if that is not known. */
    static long written() {
        return Math.max(0, figure(Path.of("/proc/self/io"), "wchar:"));
    }

    private static long figure(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Long.parseLong(BLANKS.split(line)[1]))
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
