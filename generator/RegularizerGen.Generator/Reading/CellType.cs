using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegularizerGen.Generator;

/// <summary>Whether code can be generated into a class, and what of it is not right for a cell.</summary>
internal sealed class CellType(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
{
    /// <summary>What keeps any code from being generated into the class; null where nothing does.</summary>
    public UnreadableException? Obstacle()
    {
        if (type is { TypeKind: TypeKind.Struct, Name.Length: > 0 })
        {
            return Unsupported(LocationOf(type), $"it is a {(type.IsRecord ? "record " : "")}struct; write 'class'", FixNames.Class);
        }

        // An attribute on anything else is the compiler's to report, and so is a class without a name.
        if (type.TypeKind != TypeKind.Class || type.Name.Length == 0)
        {
            return new UnreadableException(null);
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.Name.Length == 0)
            {
                return new UnreadableException(null);
            }

            if (!current.DeclaringSyntaxReferences.All(IsPartial))
            {
                return UnreadableException.At(CellDiagnostics.NotPartial, LocationOf(current), current.Name);
            }

            if (current.IsFileLocal)
            {
                return Unsupported(
                    LocationOf(current),
                    current.Equals(type, SymbolEqualityComparer.Default)
                        ? "it is file-local; generated code lives in another file, so drop 'file'"
                        : $"'{current.Name}' around it is file-local; generated code lives in another file, so drop 'file'"
                );
            }
        }

        string? problem =
            type.IsStatic ? "it is static; a cell has weights of its own, so drop 'static'"
            : type.TypeParameters.Length > 0 ? "it has type parameters; the element type is chosen at Parameters<T>, so drop them"
            : null;
        return problem is not null ? Unsupported(LocationOf(type), problem)
            : type.IsRecord ? Unsupported(LocationOf(type), "it is a record; write 'class'", FixNames.Class)
            : PrimaryConstructor() is { } list
                ? Unsupported(list, "it has a primary constructor, which generated code cannot call; write a constructor of its own")
            : BaseProblem() is { } ofBase ? Unsupported(LocationOf(type), ofBase)
            : compilation is CSharpCompilation { LanguageVersion: < LanguageVersion.CSharp12 } csharp
                ? UnreadableException.At(
                    CellDiagnostics.LanguageVersion,
                    LocationOf(type),
                    type.Name,
                    csharp.LanguageVersion.ToDisplayString()
                )
            : null;
    }

    /// <summary>What a cell must not be, although code can be generated into it.</summary>
    public void Check(Mistakes mistakes)
    {
        if (type.IsAbstract)
        {
            mistakes.Add(Unsupported(LocationOf(type), "it is abstract; drop 'abstract'"));
        }

        if (
            ParameterReader.AttributeOf(type, KnownNames.StructLayoutAttribute) is { ConstructorArguments: [{ Value: var layout }] }
            && System.Convert.ToInt32(layout, System.Globalization.CultureInfo.InvariantCulture) == (int)LayoutKind.Explicit
        )
        {
            mistakes.Add(Unsupported(LocationOf(type), "its layout is explicit, so that weights may share memory; drop [StructLayout]"));
        }

        for (INamedTypeSymbol? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (
                ISymbol member in declaring
                    .GetMembers()
                    .Where(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
            )
            {
                mistakes.Add(
                    Unsupported(
                        declaring.Equals(type, SymbolEqualityComparer.Default) ? LocationOf(member) : LocationOf(type),
                        $"it has the required member '{member.Name}', which generated code cannot set; drop 'required'"
                    )
                );
            }
        }
    }

    private static Location LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    private UnreadableException Unsupported(Location location, string problem, string? fix = null) =>
        UnreadableException.Fixable(CellDiagnostics.UnsupportedType, location, fix, null, type.Name, problem);

    private bool IsPartial(SyntaxReference part) =>
        part.GetSyntax(cancellation) switch
        {
            TypeDeclarationSyntax declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword),
            CompilationUnitSyntax => true, // top-level statements are a part of Program
            _ => false,
        };

    private Location? PrimaryConstructor() =>
        type
            .DeclaringSyntaxReferences.Select(r => (r.GetSyntax(cancellation) as TypeDeclarationSyntax)?.ParameterList)
            .FirstOrDefault(p => p is not null)
            ?.GetLocation();

    /// <summary>Why generated constructors cannot call one of the base class. What is generated into a base class that is a cell takes the
    /// place of its implicit constructor.</summary>
    private string? BaseProblem()
    {
        if (type.BaseType is not { SpecialType: not SpecialType.System_Object, TypeKind: TypeKind.Class } parent)
        {
            return null;
        }

        bool isCell = ParameterReader.AttributeOf(parent, KnownNames.CellAttribute) is not null;
        IMethodSymbol[] callable =
        [
            .. parent.InstanceConstructors.Where(c =>
                c.Parameters.All(p => p.IsOptional || p.IsParams)
                && !(isCell && c.IsImplicitlyDeclared)
                && compilation.IsSymbolAccessibleWithin(c, type)
            ),
        ];
        // The compiler prefers none to optional parameters, and those to a list of any length.
        IMethodSymbol[] best =
        [
            .. callable
                .GroupBy(c =>
                    c.Parameters.Length == 0 ? 0
                    : c.Parameters.Any(p => p.IsParams) ? 2
                    : 1
                )
                .OrderBy(g => g.Key)
                .FirstOrDefault()
                ?? Enumerable.Empty<IMethodSymbol>(),
        ];
        return best.Length == 0
                ? $"its base class '{parent.Name}' has no constructor without parameters, which generated code calls; add one"
            : best.Length > 1 ? $"its base class '{parent.Name}' has several constructors that need no argument; add one without parameters"
            : CallMarks.Of(best[0]) is { } mark
                ? $"generated code calls the constructor of its base class '{parent.Name}', which is marked {mark}; drop that attribute"
            : null;
    }
}
