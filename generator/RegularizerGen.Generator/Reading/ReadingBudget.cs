using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Generator;

/// <summary>
/// What reading a step may take: far more than any published cell needs, and little enough for a compiler that reads at every keystroke.
/// Where it is exceeded there is one diagnostic, at the operation that does; docs/diagnostics.md names the limits.
/// </summary>
internal sealed class ReadingBudget(string cell, ModelBuilder builder, CancellationToken cancellation)
{
    /// <summary>Operators and calls of a step, with its helpers written out.</summary>
    public const int Operations = 4000;

    /// <summary>Expressions and helpers within each other.</summary>
    public const int Nesting = 128;

    /// <summary>Terms of sums and arguments of functions in the step as it is derived, blends expanded.</summary>
    public const int ModelTerms = 20_000;

    /// <summary>Terms of all sums that come up while a step is read; a sum of n terms, built one by one, takes n²/2.</summary>
    public const int Terms = 4_000_000;

    /// <summary>Coefficients of the bound: per signal as many as inputs and states that it is computed from.</summary>
    public const int Coefficients = 40_000;

    /// <summary>Values that come up, of expressions, of elements of tuples, and of locals that local functions see: helpers that only pass
    /// them on take no operations.</summary>
    public const int Values = 1_000_000;

    /// <summary>Values that are read in the time that a mistake takes, and letters of it.</summary>
    private const int ValuesOfMistake = 20;

    private const int LettersOfValue = 10;

    private int operations;
    private int values;
    private int nesting;
    private UnreadableException? exceeded;

    /// <summary>Goes one level down; <see cref="Leave"/> comes back.</summary>
    public void Enter(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (nesting >= Nesting || !HasStack())
        {
            throw TooDeep(operation.Syntax);
        }

        nesting++;
        CountValues(operation, 1);
    }

    /// <summary>Counts values.</summary>
    public void CountValues(IOperation operation, int more)
    {
        values += more;
        if (values > Values)
        {
            throw Exceeded(
                operation.Syntax,
                $"it takes more than {Text(Values)} expressions, with its helpers written out; write shorter helpers, or split the cell"
            );
        }
    }

    /// <summary>What it takes to go on after a statement that was not understood: all of it is looked at.</summary>
    public void CountMistake(IOperation statement) =>
        CountValues(statement, ValuesOfMistake + (statement.Syntax.Span.Length / LettersOfValue));

    public void Leave() => nesting--;

    /// <summary>Counts an operator or call.</summary>
    public void Count(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        CheckWork(operation); // where it was exceeded, nothing more is computed
        operations++;
        if (operations > Operations)
        {
            throw Exceeded(
                operation.Syntax,
                $"it takes more than {Text(Operations)} operations, with its helpers written out; name what is computed again "
                    + "and again as a local, or split the cell"
            );
        }
    }

    /// <summary>Looks at what an operation has made.</summary>
    public Value Check(Value value, IOperation operation)
    {
        CheckWork(operation);
        CountValues(operation, value is TupleValue tuple ? tuple.Size : 0);
        if (value is TupleValue { Size: > Operations })
        {
            throw Exceeded(
                operation.Syntax,
                $"a tuple, with those in it, has more than {Text(Operations)} elements; pass what is needed of it"
            );
        }

        if (value is ConcatenationValue { Signals.Count: > ModelBuilder.MostParts })
        {
            throw Exceeded(
                operation.Syntax,
                $"a concatenation has more than {Text(ModelBuilder.MostParts)} parts; add the products of two concatenations, each with a "
                    + "matrix of its own"
            );
        }

        if (HasLongNumber(value))
        {
            throw Exceeded(
                operation.Syntax,
                $"the exact value of a constant in '{Refusal.Shortened(operation.Syntax)}' has more than "
                    + $"{Text(ModelBuilder.LongestNumber)} binary digits; multiply the constants into one 'const double' first"
            );
        }

        return value;
    }

    private void CheckWork(IOperation operation)
    {
        int? limit =
            builder.Work > Terms ? Terms
            : builder.DerivedTerms > ModelTerms ? ModelTerms
            : null;
        if (limit is { } terms)
        {
            throw TooManyTerms(operation, terms);
        }
    }

    private UnreadableException TooManyTerms(IOperation operation, int limit) =>
        Exceeded(
            operation.Syntax,
            $"its sums, written out, have more than {Text(limit)} terms; apply a function between them, or split the cell"
        );

    /// <summary>Looks at what the step returns.</summary>
    public void CheckReturned(Value value, IOperation returned)
    {
        if (builder.SizeOf(SignalsOf(value)) > ModelTerms)
        {
            throw TooManyTerms(returned, ModelTerms);
        }

        if (builder.HasMoreCoefficients(SignalsOf(value), Coefficients))
        {
            throw Exceeded(
                returned.Syntax,
                $"its bound has more than {Text(Coefficients)} coefficients, one for every signal and every input or state that it is computed "
                    + "from; use fewer inputs and states, or split the cell"
            );
        }
    }

    private static IEnumerable<int> SignalsOf(Value value) =>
        value switch
        {
            SignalValue signal => [signal.Node],
            TupleValue tuple => tuple.Items.SelectMany(SignalsOf),
            _ => [],
        };

    /// <summary>The diagnostic for code that is nested too deeply.</summary>
    public UnreadableException TooDeep(SyntaxNode syntax) =>
        Exceeded(syntax, $"its expressions and helpers are nested more than {Text(Nesting)} deep here; name the inner parts as locals");

    /// <summary>Whether there is room on the stack for going deeper, compilers run on small ones.</summary>
    public static bool HasStack()
    {
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return true;
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
    }

    /// <summary>A number as messages have it.</summary>
    public static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private bool HasLongNumber(Value value) =>
        value switch
        {
            ScalarValue scalar => scalar.Constant.IsLongerThan(ModelBuilder.LongestNumber)
                || scalar.Factor.IsLongerThan(ModelBuilder.LongestNumber),
            MatrixValue matrix => matrix.Terms.Any(t => t.Coefficient.IsLongerThan(ModelBuilder.LongestNumber)),
            _ => builder.HasLongNumber,
        };

    /// <summary>One mistake, one diagnostic, wherever it comes up again: whatever is read afterwards is beyond the limit, too.</summary>
    private UnreadableException Exceeded(SyntaxNode syntax, string what) =>
        exceeded ??= UnreadableException.At(CellDiagnostics.TooLarge, syntax.GetLocation(), cell, what);
}
