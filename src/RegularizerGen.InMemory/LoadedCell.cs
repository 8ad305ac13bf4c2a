using System;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.InMemory;

/// <summary>A cell of an assembly that was compiled in memory.</summary>
/// <param name="Symbol">The class as the compiler sees it.</param>
/// <param name="Type">The class, loaded.</param>
/// <param name="Description">A way to run and to certify it.</param>
public sealed record LoadedCell(INamedTypeSymbol Symbol, Type Type, CellDescription Description);
