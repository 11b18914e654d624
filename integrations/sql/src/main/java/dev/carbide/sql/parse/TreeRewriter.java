package dev.carbide.sql.parse;

import dev.carbide.sql.catalog.SqlFunctions;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * What is changed in a parse tree before validation: numbers get the fewest digits that hold them (0.05 is a
 * DECIMAL(2,2)), and long chains of AND or OR become balanced trees, since all that follows recurses.
 */
public final class TreeRewriter extends SqlShuttle {
    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 310;
    /** Chains of fewer operands stay as they are. */
    private static final int LONG_CHAIN = 16;

    private static final int MAX_DEPTH = 500;

    private final SqlText source;
    private int depth;

    private TreeRewriter(SqlText source) {
        this.source = source;
    }

    /** @throws dev.carbide.sql.SqlException for a number with too many digits or expressions too deep for what follows */
    public static SqlNode rewrite(SqlNode tree, SqlText source) {
        return tree.accept(new TreeRewriter(source));
    }

    @Override
    public SqlNode visit(SqlLiteral literal) {
        if (!(literal instanceof SqlNumericLiteral number)) {
            return literal;
        }
        BigDecimal value = number.bigDecimalValue();
        return number.isExact() ? exact(number, value) : approximate(number, value);
    }

    private SqlNode exact(SqlNumericLiteral number, BigDecimal value) {
        if (value.precision() > MAX_DIGITS || value.scale() > MAX_DIGITS) {
            throw source.error(
                    number.getParserPosition(),
                    "a number may have up to " + MAX_DIGITS + " digits without an exponent");
        }
        if (value.scale() <= 0) {
            return IntegerConstant.fits(value) ? new IntegerConstant(value, number.getParserPosition()) : number;
        }
        String digits = value.toPlainString().replaceFirst("^(-?)0(?=\\.)", "$1");
        return SqlLiteral.createExactNumeric(digits, number.getParserPosition());
    }

    private SqlNode approximate(SqlNumericLiteral number, BigDecimal value) {
        long magnitude = (long) value.precision() - value.scale();
        if (value.signum() != 0 && magnitude > MAX_EXPONENT
                || Math.abs(magnitude) <= MAX_EXPONENT && Double.isInfinite(value.doubleValue())) {
            throw source.error(number.getParserPosition(), "this number is too large for a DOUBLE");
        }
        return magnitude < -2L * MAX_EXPONENT
                ? SqlLiteral.createApproxNumeric("0E0", number.getParserPosition())
                : number;
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (++depth > MAX_DEPTH) {
            throw source.error(call.getParserPosition(), "expressions are nested more than " + MAX_DEPTH + " deep");
        }
        try {
            return isConnective(call) ? connective(call) : super.visit(renamed(call));
        } finally {
            depth--;
        }
    }

    private static SqlCall renamed(SqlCall call) {
        return call.getOperator() == SqlLibraryOperators.DATE_TRUNC
                ? SqlFunctions.DATE_TRUNC.createCall(call.getParserPosition(), call.getOperandList())
                : call;
    }

    private SqlNode connective(SqlCall call) {
        List<SqlNode> operands = chain(call);
        List<SqlNode> rewritten = new ArrayList<>(operands.size());
        operands.forEach(operand -> rewritten.add(operand.accept(this)));
        return operands.size() < LONG_CHAIN
                ? rewritten.stream()
                        .reduce((left, right) -> join(call.getOperator(), left, right))
                        .orElseThrow()
                : balanced(call.getOperator(), rewritten);
    }

    private static boolean isConnective(SqlNode node) {
        return node instanceof SqlBasicCall call
                && (call.getKind() == SqlKind.AND || call.getKind() == SqlKind.OR)
                && call.operandCount() == 2;
    }

    /** The operands of nested calls of the same kind, left to right. */
    private static List<SqlNode> chain(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>();
        Deque<SqlNode> pending = new ArrayDeque<>();
        pending.push(call);
        while (!pending.isEmpty()) {
            SqlNode node = pending.pop();
            if (isConnective(node) && node.getKind() == call.getKind()) {
                pending.push(((SqlCall) node).operand(1));
                pending.push(((SqlCall) node).operand(0));
            } else {
                operands.add(node);
            }
        }
        return operands;
    }

    private static SqlNode balanced(SqlOperator operator, List<SqlNode> operands) {
        if (operands.size() == 1) {
            return operands.getFirst();
        }
        int middle = operands.size() / 2;
        return join(
                operator,
                balanced(operator, operands.subList(0, middle)),
                balanced(operator, operands.subList(middle, operands.size())));
    }

    private static SqlNode join(SqlOperator operator, SqlNode left, SqlNode right) {
        SqlParserPos position = left.getParserPosition().plus(right.getParserPosition());
        return operator.createCall(position, left, right);
    }
}
