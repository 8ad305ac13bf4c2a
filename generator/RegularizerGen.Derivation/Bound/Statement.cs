using System.Collections.Generic;
using System.Linq;
using RegularizerGen.Symbolics;

namespace RegularizerGen.Derivation;

/// <summary>One statement of a straight-line program.</summary>
public abstract record Statement
{
    /// <summary>What it defines.</summary>
    public abstract IReadOnlyList<Quantity> Results { get; }

    /// <summary>The formulas that it evaluates.</summary>
    public abstract IReadOnlyList<Expr> Formulas { get; }

    /// <summary>The names that it gives.</summary>
    public IEnumerable<Symbol> Defined => Results.SelectMany(r => r.Symbols);

    /// <summary>The names that it reads.</summary>
    public IEnumerable<Symbol> Mentioned => Formulas.SelectMany(Substitution.SymbolsOf);
}

/// <summary>name = value.</summary>
public sealed record ScalarStatement(Symbol Name, Expr Value) : Statement
{
    public override IReadOnlyList<Quantity> Results => [Quantity.Number(Name)];

    public override IReadOnlyList<Expr> Formulas => [Value];
}

/// <summary>name = [lo, hi].</summary>
public sealed record RangeStatement(Quantity Name, Interval Value) : Statement
{
    public override IReadOnlyList<Quantity> Results => [Name];

    public override IReadOnlyList<Expr> Formulas => [Value.Lo, Value.Hi];
}

/// <summary>(lo, hi) = range of an affine sum over all its rows.</summary>
public sealed record RowStatement(RowSumSpec Rows, Symbol Lo, Symbol Hi) : Statement
{
    public override IReadOnlyList<Quantity> Results => [Quantity.Of(new Interval(Lo, Hi))!];

    public override IReadOnlyList<Expr> Formulas => [.. Rows.Arguments.Skip(Rows.InputTerms).SelectMany(a => new[] { a.Lo, a.Hi })];
}

/// <summary>
/// results = function(arguments): a compound statement. Its formula and its adjoint stand side by side in the runtime, as methods of
/// StepBound called Function and ReverseFunction.
/// </summary>
public sealed record CallStatement(string Function, EquatableArray<Quantity> Arguments, EquatableArray<Quantity> Values) : Statement
{
    public override IReadOnlyList<Quantity> Results => [.. Values];

    public override IReadOnlyList<Expr> Formulas => [.. Arguments.SelectMany(a => a.Symbols)];
}

/// <summary>An affine sum whose range is taken row by row.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">The signal.</param>
/// <param name="Weights">Matrices and diagonals; those on the input come first.</param>
/// <param name="InputTerms">How many of them act on the input, whose range does not change from step to step.</param>
/// <param name="Arguments">Range of each weight's argument, coefficient included.</param>
/// <param name="Biases">Biases with their coefficients.</param>
public sealed record RowSumSpec(
    int Index,
    string Name,
    IReadOnlyList<int> Weights,
    int InputTerms,
    IReadOnlyList<Interval> Arguments,
    IReadOnlyList<(int Weight, Rational Coefficient)> Biases
);
