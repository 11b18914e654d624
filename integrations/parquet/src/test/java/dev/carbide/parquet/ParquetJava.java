package dev.carbide.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The reference implementation: an independent writer and reader of files. */
final class ParquetJava {
    private ParquetJava() {}

    /** Fills row number {@code row}. */
    interface RowMaker {
        void fill(Group group, int row);
    }

    static void write(
            Path file, String schema, int rows, UnaryOperator<ExampleParquetWriter.Builder> settings, RowMaker maker)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        SimpleGroupFactory groups = new SimpleGroupFactory(type);
        ExampleParquetWriter.Builder builder = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withCodecFactory(new PlainCodecs());
        try (ParquetWriter<Group> writer = settings.apply(builder).build()) {
            for (int row = 0; row < rows; row++) {
                Group group = groups.newGroup();
                maker.fill(group, row);
                writer.write(group);
            }
        }
    }

    static int countRows(Path file) throws IOException {
        int rows = 0;
        try (ParquetReader<Group> reader = new Reader(file).build()) {
            while (reader.read() != null) {
                rows++;
            }
        }
        return rows;
    }

    private static final class Reader extends ParquetReader.Builder<Group> {
        Reader(Path file) {
            super(new LocalInputFile(file), new PlainParquetConfiguration());
            withCodecFactory(new PlainCodecs());
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
