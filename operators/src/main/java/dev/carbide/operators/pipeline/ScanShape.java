package dev.carbide.operators.pipeline;

import dev.carbide.offheap.column.Encoding;
import dev.carbide.operators.plan.ScanNode;
import java.util.BitSet;

/** Which columns of a pipeline's input are expected to be dictionary-encoded; the generated loops are built for that. */
final class ScanShape {
    private final BitSet dictionaries = new BitSet();

    static ScanShape of(PipelineSpec.Input input) {
        ScanShape shape = new ScanShape();
        if (input instanceof PipelineSpec.Input.TableScan tableScan) {
            ScanNode scan = tableScan.scan();
            for (int column = 0; column < scan.columns().size(); column++) {
                int tableColumn = scan.columns().get(column);
                if (scan.schema().type(column).isVariableLength()
                        && scan.table().likelyEncoding(tableColumn) == Encoding.DICTIONARY) {
                    shape.dictionaries.set(column);
                }
            }
        }
        return shape;
    }

    boolean isDictionary(int column) {
        return dictionaries.get(column);
    }

    /** One flag per input column. */
    boolean[] expected(int columns) {
        boolean[] expected = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            expected[column] = dictionaries.get(column);
        }
        return expected;
    }

    boolean any() {
        return !dictionaries.isEmpty();
    }
}
