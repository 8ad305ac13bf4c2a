using System;
using Microsoft.CodeAnalysis;
using RegularizerGen.Derivation;
using RegularizerGen.Generator;

namespace RegularizerGen.InMemory;

/// <summary>A cell of an assembly that was compiled in memory.</summary>
/// <param name="Symbol">The class as the compiler sees it.</param>
/// <param name="Type">The class, loaded.</param>
/// <param name="Description">A way to run and to certify it.</param>
public sealed record LoadedCell(INamedTypeSymbol Symbol, Type Type, CellDescription Description)
{
    internal Compilation? Sources { get; init; }

    /// <summary>The bound and its derivative as people read them, derived anew from the source: what is emitted has no derivative in
    /// print.</summary>
    public (CellEquations Bound, DerivativeEquations Derivative) Print()
    {
        CellModel model = SharedReading.Read(Symbol, Sources!, default).Source!.Model;
        StepProgram step = StepDerivation.Derive(model);
        return (CellEquations.Print(model, step), DerivativeEquations.Print(model, step));
    }
}
