using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegularizerGen.Generator.Tests;

/// <summary>Names of generated members are refused at the user's own token.</summary>
public sealed class ReservedNameTests
{
    /// <summary>A global type of such a name hides the namespace from all code.</summary>
    [Theory]
    [InlineData("System")]
    public void GlobalCell_CalledLikeANamespaceThatGeneratedCodeNeeds_IsRefused(string name) =>
        Refused(name, $"[RecurrentCell] public partial class {name} {{ {CollisionTests.Body} }}");

    public static TheoryData<string> Reserved => [.. ReservedNames.Listed.Split(", ")];

    [Theory]
    [MemberData(nameof(Reserved))]
    public void ReservedName_IsReportedOnceAtItsToken(string name)
    {
        foreach (
            string member in new[]
            {
                $"private void {name}() {{ }}",
                $"private readonly Matrix {name};",
                $"public int {name} {{ get; }}",
                $"public event System.Action {name} {{ add {{ }} remove {{ }} }}",
                $"private sealed class {name} {{ }}",
                $"private void {name}() {{ }} private void {name}(int a) {{ }}",
            }
        )
        {
            Refused(name, $"[RecurrentCell] public partial class Cell {{ {CollisionTests.Body} {member} }}");
        }

        Refused(name, $"[RecurrentCell] public partial class {name} {{ {CollisionTests.Body} }}");
    }

    [Fact]
    public void ReservedNames_AreThoseOfTheGeneratedMembers()
    {
        (Compilation output, _) = Compiler.Generate(
            Compiler.Create(Compiler.Usings + $"[RecurrentCell] public partial class Cell {{ {CollisionTests.Body} }}")
        );
        INamedTypeSymbol cell = output.GetTypeByMetadataName("Cell")!;
        Assert.Equal(
            ReservedNames.Members.Order(),
            cell.GetMembers()
                .Where(m => m.DeclaredAccessibility == Accessibility.Public && m.CanBeReferencedByName)
                .Select(m => m.Name)
                .Distinct()
                .Order()
        );
    }

    [Fact]
    public void ReservedNames_HideWhatTheGeneratedMembersDo()
    {
        (Compilation output, _) = Compiler.Generate(
            Compiler.Create(Compiler.Usings + $"[RecurrentCell] public partial class Cell {{ {CollisionTests.Body} }}")
        );
        INamedTypeSymbol cell = output.GetTypeByMetadataName("Cell")!;
        foreach (string name in ReservedNames.Members)
        {
            ISymbol member = cell.GetMembers(name)[0];
            int parameters = (member as INamedTypeSymbol)?.Arity ?? 0;
            Assert.Equal(member is INamedTypeSymbol, ReservedNames.Hides(name, parameters, isType: true, isCalled: false));
            Assert.Equal(member is IMethodSymbol, ReservedNames.Hides(name, parameters, isType: false, isCalled: true));
            Assert.True(ReservedNames.Hides(name, parameters, isType: false, isCalled: false));
        }
    }

    private static void Refused(string name, string source)
    {
        Diagnostic diagnostic = Assert.Single(Compiler.Analyze(Compiler.Usings + source));
        Assert.Equal("RG0019", diagnostic.Id);
        Assert.Equal(name, CollisionTests.TextAt(diagnostic));
        Assert.Contains($"'{name}'", diagnostic.GetMessage(), StringComparison.Ordinal);
    }
}
