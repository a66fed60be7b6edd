using System.Text;
using Hermetic.Core;
using Hermetic.Inference;
using Hermetic.Inference.HistFactory;
using Hermetic.Reporting.Workspaces;
using Hermetic.Setup.Workspaces;
using Hermetic.Tests.House;

namespace Hermetic.Tests.Inference;

/// <summary>The example of docs/workspaces.md does what the page says.</summary>
public sealed class HistFactoryDocumentationTests
{
    private static readonly string Page = Repository.Read("docs/workspaces.md");

    [Fact]
    public void TheExampleGivesTheAnswerOfThePage()
    {
        Workspace workspace = WorkspaceReader.Parse(Encoding.UTF8.GetBytes(Example()), "my-workspace.json");
        string answer = WorkspaceLimitText.Plain(WorkspaceLimit.Compute(HistFactoryModel.Create(workspace), new LimitRequest(0.9), TestContext.Current.CancellationToken));
        Assert.Contains("```text\n" + answer + "```", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheErrorOfThePageIsTheOneThatComes()
    {
        string wrong = Example().Replace("[0.9, 0.5]", "[0.9, -4]", StringComparison.Ordinal);
        InputException error = Assert.Throws<InputException>(() => WorkspaceReader.Parse(Encoding.UTF8.GetBytes(wrong), "my-workspace.json"));
        Assert.Contains("```text\n" + error.Message + "\n```", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageNamesEveryModifier() => Assert.All(ModifierKind.All, k => Assert.Contains($"\n| `{k}` |", Page, StringComparison.Ordinal));

    private static string Example() => Page.Split("```json\n")[1].Split("```")[0];
}
