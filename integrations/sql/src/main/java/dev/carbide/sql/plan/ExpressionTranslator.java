package dev.carbide.sql.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.sql.type.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Translates scalar expressions, constants folded as they are met. The validator has decided on the types of results; what
 * operands need to be converted to follows from the engine's functions.
 */
final class ExpressionTranslator {
    private final List<Expression> inputs;

    /** @param inputs what the columns of the input relation are */
    ExpressionTranslator(List<Expression> inputs) {
        this.inputs = inputs;
    }

    /** @throws UnsupportedQueryException for what the engine has no function for */
    Expression translate(RexNode node) {
        return switch (node) {
            case RexInputRef reference -> inputs.get(reference.getIndex());
            case RexLiteral literal -> LiteralTranslator.translate(literal);
            case RexCall call -> positioned(call);
            default -> throw new UnsupportedQueryException("an expression of this kind");
        };
    }

    /** A function that does not take its arguments is an error at its place in the text. */
    private Expression positioned(RexCall call) {
        try {
            return call(call);
        } catch (UnsupportedQueryException unsupported) {
            throw unsupported.hasPosition()
                    ? unsupported
                    : new UnsupportedQueryException(unsupported.getMessage(), call.getParserPosition());
        } catch (CarbideException rejected) {
            throw new RejectedExpressionException(rejected, call.getParserPosition());
        }
    }

    private Expression call(RexCall call) {
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD -> arithmetic(call);
            case MINUS_PREFIX -> Folding.call("negate", convert(operand(call, 0), type(call)));
            case PLUS_PREFIX -> operand(call, 0);
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                Comparisons.of(comparison(call.getKind()), operand(call, 0), operand(call, 1));
            case IS_DISTINCT_FROM -> Comparisons.of("is_distinct_from", operand(call, 0), operand(call, 1));
            case IS_NOT_DISTINCT_FROM ->
                Folding.not(Comparisons.of("is_distinct_from", operand(call, 0), operand(call, 1)));
            case AND -> Folding.and(operands(call));
            case OR -> Folding.or(operands(call));
            case NOT -> Folding.not(operand(call, 0));
            case IS_NULL -> Folding.call("is_null", operand(call, 0));
            case IS_NOT_NULL -> Folding.call("is_not_null", operand(call, 0));
            case IS_TRUE -> Folding.orElse(operand(call, 0), Scalars.FALSE);
            case IS_NOT_TRUE -> Folding.not(Folding.orElse(operand(call, 0), Scalars.FALSE));
            case IS_FALSE -> Folding.not(Folding.orElse(operand(call, 0), Scalars.TRUE));
            case IS_NOT_FALSE -> Folding.orElse(operand(call, 0), Scalars.TRUE);
            case SEARCH ->
                new SearchTranslator(operand(call, 0))
                        .translate((RexLiteral) call.getOperands().get(1));
            case CASE -> caseWhen(call);
            case CAST, SAFE_CAST -> Casts.translate(call, this);
            default -> FunctionTranslator.translate(call, this);
        };
    }

    Expression operand(RexCall call, int index) {
        return translate(call.getOperands().get(index));
    }

    List<Expression> operands(RexCall call) {
        return call.getOperands().stream().map(this::translate).toList();
    }

    static DataType type(RexNode node) {
        return type(node.getType());
    }

    static DataType type(RelDataType type) {
        return SqlTypes.fromSql(type)
                .orElseThrow(() -> new UnsupportedQueryException("the type " + type.getFullTypeString()));
    }

    private static String comparison(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> "equal";
            case NOT_EQUALS -> "not_equal";
            case LESS_THAN -> "less";
            case LESS_THAN_OR_EQUAL -> "less_or_equal";
            case GREATER_THAN -> "greater";
            default -> "greater_or_equal";
        };
    }

    private Expression arithmetic(RexCall call) {
        if (DateArithmetic.isDateArithmetic(call)) {
            return DateArithmetic.translate(call, this);
        }
        DataType type = type(call);
        Expression left = operand(call, 0);
        Expression right = operand(call, 1);
        if (type instanceof FloatingType) {
            left = convert(left, type);
            right = convert(right, type);
        }
        if (call.getKind() == SqlKind.MOD) {
            return convert(Folding.call("modulo", left, right), type);
        }
        String function = switch (call.getKind()) {
            case PLUS -> "add";
            case MINUS -> "subtract";
            case TIMES -> "multiply";
            default -> "divide";
        };
        return Folding.call(function, List.of(left, right), type);
    }

    private Expression caseWhen(RexCall call) {
        DataType type = type(call);
        List<Expression> arguments = new ArrayList<>();
        List<RexNode> operands = call.getOperands();
        for (int index = 0; index < operands.size(); index++) {
            boolean condition = index % 2 == 0 && index < operands.size() - 1;
            Expression operand = translate(operands.get(index));
            arguments.add(condition ? operand : convert(operand, type));
        }
        return Folding.caseWhen(arguments, type);
    }

    /** The value as that type; a NULL of no type in particular becomes one of that type. */
    static Expression convert(Expression expression, DataType type) {
        return expression instanceof Literal literal && literal.value() == null
                ? new Literal(type, null)
                : Folding.cast(expression, type);
    }

    static boolean isInterval(RexNode node) {
        return SqlTypeName.INTERVAL_TYPES.contains(node.getType().getSqlTypeName());
    }

    /** An error of the engine's type rules and where in the text it comes from. */
    static final class RejectedExpressionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SqlParserPos position;

        RejectedExpressionException(CarbideException cause, SqlParserPos position) {
            super(cause.getMessage(), cause);
            this.position = position;
        }

        SqlParserPos position() {
            return position;
        }
    }
}
