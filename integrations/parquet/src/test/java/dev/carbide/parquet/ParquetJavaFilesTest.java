package dev.carbide.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that parquet-java writes, with all types and encodings it has, read as what was written. */
final class ParquetJavaFilesTest {
    private static final String SCHEMA = """
        message all {
          optional boolean truth; required boolean truth_required;
          optional int32 plain32; required int64 plain64;
          optional int32 int8 (INTEGER(8,true)); optional int32 int16 (INTEGER(16,true));
          optional int32 uint8 (INTEGER(8,false)); optional int32 uint16 (INTEGER(16,false));
          optional int32 uint32 (INTEGER(32,false)); optional int64 uint64 (INTEGER(64,false));
          optional float real; required double wide;
          optional int32 decimal32 (DECIMAL(9,2)); optional int64 decimal64 (DECIMAL(18,4));
          optional fixed_len_byte_array(7) decimal_fixed (DECIMAL(16,3));
          optional fixed_len_byte_array(16) decimal_wide (DECIMAL(38,5));
          optional binary decimal_binary (DECIMAL(30,1));
          required int32 date (DATE);
          optional int64 millis (TIMESTAMP(MILLIS,true)); optional int64 micros (TIMESTAMP(MICROS,false));
          optional int64 nanos (TIMESTAMP(NANOS,true)); optional int96 legacy;
          optional binary text (STRING); required binary kind (ENUM); optional binary json (JSON);
          optional binary bytes; optional fixed_len_byte_array(16) uuid (UUID);
          optional fixed_len_byte_array(3) three; optional fixed_len_byte_array(2) half (FLOAT16);
        }
        """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        // version, dictionary, byte stream split, codec, rows, page bytes, page rows, share of nulls, distinct values
        "PARQUET_1_0, true, false, SNAPPY, 3000, 1048576, 20000, 0.1, 50",
        "PARQUET_1_0, false, false, UNCOMPRESSED, 1500, 400, 100, 0.5, 3000",
        "PARQUET_1_0, true, false, GZIP, 2500, 4000, 1000, 0, 5000",
        "PARQUET_1_0, false, true, ZSTD, 2200, 4000, 999, 0.3, 3000",
        "PARQUET_2_0, true, false, ZSTD, 3000, 1048576, 20000, 0.1, 50",
        "PARQUET_2_0, false, false, SNAPPY, 2100, 2000, 200, 0.5, 4000",
        "PARQUET_2_0, true, true, LZ4_RAW, 2100, 2000, 333, 0.9, 4000",
        "PARQUET_2_0, false, false, UNCOMPRESSED, 200, 2000, 1, 0.5, 500",
        "PARQUET_2_0, true, false, GZIP, 300, 2000, 100, 1, 500",
    })
    void everythingReadsAsItWasWritten(
            WriterVersion version,
            boolean dictionary,
            boolean split,
            CompressionCodecName codec,
            int rows,
            int pageBytes,
            int pageRows,
            double nulls,
            int distinct)
            throws Exception {
        Path file = directory.resolve("all.parquet");
        List<List<@Nullable Object>> expected = new ArrayList<>();
        ParquetJava.write(
                file,
                SCHEMA,
                rows,
                builder -> builder.withWriterVersion(version)
                        .withDictionaryEncoding(dictionary)
                        .withDictionaryPageSize(20_000)
                        .withByteStreamSplitEncoding(split)
                        .withCompressionCodec(codec)
                        .withPageSize(pageBytes)
                        .withPageRowCountLimit(pageRows)
                        .withRowGroupSize(200_000L)
                        .withPageWriteChecksumEnabled(true),
                (group, row) -> expected.add(fill(group, new Random(row % distinct), new Random(row), nulls)));
        try (Memory memory = Memory.ofMegabytes(64);
                ParquetTable table = ParquetTable.open("all", List.of(file), memory.pool())) {
            List<List<@Nullable Object>> read = Rows.all(table, memory);
            for (int row = 0; row < rows; row++) {
                assertEquals(expected.get(row).toString(), read.get(row).toString(), "row " + row);
            }
            assertEquals(rows, read.size());
        }
    }

    private static List<@Nullable Object> fill(Group group, Random random, Random missing, double nulls) {
        List<@Nullable Object> row = new ArrayList<>();
        for (var field : group.getType().getFields()) {
            boolean optional = field.isRepetition(org.apache.parquet.schema.Type.Repetition.OPTIONAL);
            Object value = add(group, field.getName(), random, optional && missing.nextDouble() < nulls);
            row.add(value);
        }
        return row;
    }

    /** Adds a value, or none if it is to be missing, and returns what reading it must give. */
    private static @Nullable Object add(Group group, String name, Random random, boolean missing) {
        Object value = random.nextInt(1000);
        Object stored = switch (name) {
            case "truth", "truth_required" -> value = random.nextBoolean();
            case "plain32" -> random.nextInt() >> random.nextInt(31);
            case "date" -> random.nextInt(20_000);
            case "int8" -> (int) (byte) random.nextInt();
            case "int16" -> (int) (short) random.nextInt();
            case "uint8" -> random.nextInt(256);
            case "uint16" -> random.nextInt(65_536);
            case "uint32", "decimal32" -> random.nextInt(999_999_999);
            case "plain64", "micros" -> random.nextLong() >> random.nextInt(63);
            case "uint64" -> random.nextLong();
            case "decimal64" -> random.nextLong(999_999_999_999_999_999L);
            case "millis" -> random.nextLong(1L << 45);
            case "nanos" -> random.nextLong();
            case "real" -> random.nextFloat();
            case "wide" -> random.nextGaussian();
            default -> bytes(name, random);
        };
        if (missing) {
            return null;
        }
        switch (stored) {
            case Boolean truth -> group.add(name, truth);
            case Integer number -> group.add(name, name.equals("uint32") ? -number : number);
            case Long number -> group.add(name, number);
            case Float number -> group.add(name, number);
            case Double number -> group.add(name, number);
            case byte[] bytes -> group.add(name, Binary.fromConstantByteArray(bytes));
            default -> throw new AssertionError();
        }
        return expected(name, stored);
    }

    private static byte[] bytes(String name, Random random) {
        return switch (name) {
            case "decimal_fixed" ->
                fixed(BigInteger.valueOf(random.nextLong(10_000_000_000_000_000L) - 5_000_000_000_000_000L), 7);
            case "decimal_wide" -> fixed(new BigInteger(120, random).subtract(BigInteger.ONE.shiftLeft(119)), 16);
            case "decimal_binary" ->
                new BigInteger(random.nextInt(96), random).negate().toByteArray();
            case "legacy" ->
                ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(random.nextLong(86_400_000_000_000L))
                        .putInt(2_440_588 + random.nextInt(30_000) - 10_000)
                        .array();
            case "text", "kind", "json" ->
                ("värde " + "x".repeat(random.nextInt(12)) + random.nextInt(100))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case "bytes" -> random(random.nextInt(30), random);
            case "uuid" -> random(16, random);
            case "three" -> random(3, random);
            default ->
                ByteBuffer.allocate(2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort(Float.floatToFloat16(random.nextInt(100) / 4f))
                        .array();
        };
    }

    private static byte[] random(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] fixed(BigInteger value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
        byte[] minimal = value.toByteArray();
        System.arraycopy(minimal, 0, bytes, length - minimal.length, minimal.length);
        return bytes;
    }

    private static Object expected(String name, Object stored) {
        return switch (name) {
            case "date" -> stored;
            case "uint32" -> (-(Integer) stored) & 0xFFFF_FFFFL;
            case "uint64" -> new BigDecimal(Long.toUnsignedString((Long) stored));
            case "decimal32" -> BigDecimal.valueOf((Integer) stored, 2);
            case "decimal64" -> BigDecimal.valueOf((Long) stored, 4);
            case "decimal_fixed" -> new BigDecimal(new BigInteger((byte[]) stored), 3);
            case "decimal_wide" -> new BigDecimal(new BigInteger((byte[]) stored), 5);
            case "decimal_binary" -> new BigDecimal(new BigInteger((byte[]) stored), 1);
            case "millis" -> (Long) stored * 1000;
            case "nanos" -> Math.floorDiv((Long) stored, 1000L);
            case "legacy" -> {
                ByteBuffer bytes = ByteBuffer.wrap((byte[]) stored).order(ByteOrder.LITTLE_ENDIAN);
                long nanos = bytes.getLong();
                yield (bytes.getInt() - 2_440_588L) * 86_400_000_000L + nanos / 1000;
            }
            case "text", "kind", "json" -> new String((byte[]) stored, java.nio.charset.StandardCharsets.UTF_8);
            case "bytes", "uuid", "three" -> "0x" + java.util.HexFormat.of().formatHex((byte[]) stored);
            case "half" ->
                Float.float16ToFloat(ByteBuffer.wrap((byte[]) stored)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort());
            default -> stored;
        };
    }
}
