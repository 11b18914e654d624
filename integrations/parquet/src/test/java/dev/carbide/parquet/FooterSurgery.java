package dev.carbide.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Changes the footer of a file, with parquet-java's own reading and writing of metadata. */
final class FooterSurgery {
    private FooterSurgery() {}

    static FileMetaData footer(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Util.readFileMetaData(new ByteArrayInputStream(bytes, start(bytes), bytes.length));
    }

    private static int start(byte[] bytes) {
        return bytes.length
                - 8
                - ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    }

    /** Writes a copy with a changed footer to {@code target}. */
    static Path change(Path file, Path target, Consumer<FileMetaData> change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        FileMetaData footer = footer(file);
        change.accept(footer);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        output.write(Arrays.copyOf(bytes, start(bytes)));
        int before = output.size();
        Util.writeFileMetaData(footer, output);
        int length = output.size() - before;
        output.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put("PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .array());
        return Files.write(target, output.toByteArray());
    }
}
