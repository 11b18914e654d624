package dev.carbide.cli;

import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.KernelBuilder;
import dev.carbide.offheap.error.CarbideException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that runs queries lets its user say about the kernel. */
public final class KernelOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSize.Converter.class,
            description = "All off-heap memory, tables included: 512m, 2g, … (default: ${DEFAULT-VALUE})")
    private ByteSize memory;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that work on queries (default: one per processor, here ${DEFAULT-VALUE})")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--spill-dir",
            paramLabel = "DIR",
            split = ",",
            description = "Directories for what does not fit into memory; several separated by commas")
    private List<Path> spillDirectories = List.of();

    @Option(
            names = "--spill-quota",
            paramLabel = "SIZE",
            converter = ByteSize.Converter.class,
            description = "The most that spill files may take on disk (default: unlimited)")
    private @Nullable ByteSize spillQuota;

    @Option(
            names = "--spill-encrypt",
            description = "Encrypt what is spilled, with a key that never leaves the process")
    private boolean spillEncrypted;

    /** @param memory the default, as on the command line */
    public KernelOptions(String memory) {
        this.memory = ByteSize.parse(memory);
    }

    /** Bytes. */
    public long memory() {
        return memory.bytes();
    }

    public int threads() {
        return threads;
    }

    /** @throws ParameterException if an option is out of range or names no directory */
    public Kernel kernel() {
        try {
            return builder().build();
        } catch (CarbideException e) {
            CommandSpec spec = java.util.Objects.requireNonNull(command);
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private KernelBuilder builder() {
        KernelBuilder builder =
                Kernel.builder().memory(memory.bytes()).workers(threads).spillDirectories(spillDirectories);
        if (spillQuota != null) {
            builder.spillQuota(spillQuota.bytes());
        }
        return spillEncrypted ? builder.encryptSpill() : builder;
    }
}
