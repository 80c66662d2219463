# The department's year, told by ./demo: a plan, targets, a budget and what is spent of it, each refused once where it has to be. Sourced; takes step(),
# as(), quietly(), refused() and log_in() from there. What an earlier run has done is shown and not done again.

year=$(TZ=Asia/Shanghai date +%Y)
month=$(TZ=Asia/Shanghai date +%Y-%m)

# id_of WHO COMMAND…: the id of the record a command makes, or of the first it lists; nothing when there is none.
id_of() { quietly "$1" "${@:2}" -o jsonl | sed -n '1s/^[^:]*"id": *"\{0,1\}\([0-9]*\).*/\1/p'; }
# signed WHO REMARK: signs what waits for somebody first.
signed() { as "$1" approvals approve "$(id_of "$1" approvals inbox)" --remark "$2" --columns id,kind_name,title,state_name; }

year_plan() {
    step "12. 年度计划 / the plan of the year goes to the vice president"
    if [ -z "$(id_of mgr.lin plans list --year "$year" --kind annual)" ]; then
        as mgr.lin plans create annual "$year" "${year}年集团客户部经营计划" --body 收入增长一成；银行客户覆盖全部分公司。
        as mgr.lin plans submit "$(id_of mgr.lin plans list --year "$year" --kind annual)" --reason 请批准
        as vp.zhao approvals inbox
        signed vp.zhao 同意
    fi
    as mgr.lin plans list --year "$year"
}

year_targets() {
    local target unit
    step "13. 指标 / twelve million, broken down to persons and months; one cent is missing, and nothing is published"
    log_in fin.song
    target=$(id_of mgr.lin targets list)
    [ -n "$target" ] || target=$(id_of mgr.lin targets create "$year")
    if ! quietly mgr.lin targets list -o jsonl | grep -q _PUBLISHED; then
        as mgr.lin targets set "$target" CQ-KA revenue 12000000 --tier base --curve even --columns name,measure,tier,amounts,total
        for unit in CQ-KA CQ-KA-DEV CQ-KA-DEV-B CQ-KA-DEV-E CQ-KA-PS CQ-KA-AS; do
            quietly mgr.lin targets spread "$target" "$unit" revenue --tier base >/dev/null
        done
        quietly mgr.lin targets set "$target" dev.chen revenue 33333.33 --tier base --month "$month" >/dev/null
        refused mgr.lin targets publish "$target"
        as mgr.lin targets check "$target"
        say ""
        say "把这一分钱补上 / the cent is put where it belongs"
        quietly mgr.lin targets spread "$target" CQ-KA-DEV-B revenue --tier base >/dev/null
        as mgr.lin targets publish "$target" --columns id,title,state,nodes
        as fin.song facts post order DEMO-1 revenue 350000 --day 今天 --shares "dev.chen=200000;dev.luo=150000"
    fi
    as mgr.lin targets tree "$target" --measure revenue --tier base
}

year_budget() {
    step "14. 预算 / the team's draft, the manager, the vice president"
    log_in dep.hu
    if [ -z "$(id_of mgr.lin budget list --unit CQ-KA)" ]; then
        as lead.wei budget line 客户开发 差旅费 "$month" 12000
        as lead.wei budget line 客户开发 业务招待费 "$month" 3000.50 --columns unit_name,subject_name,month,amount
        as lead.wei budget submit "$(id_of lead.wei budget list)" --columns id,name,expense,state,item_state
        signed mgr.lin 同意
        quietly mgr.lin budget line CQ-KA 差旅费 "$month" 20000 >/dev/null
        as mgr.lin budget line CQ-KA 会议及活动费 "$month" 8000 --columns unit_name,subject_name,month,amount
        as mgr.lin budget submit "$(id_of mgr.lin budget list)" --columns id,name,expense,state,item_state
        signed vp.zhao 同意
    fi
    as mgr.lin budget list
}

year_spending() {
    local spend
    step "15. 费用 / the deputy asks in the manager's place, and cannot sign it himself; nor can the manager"
    if [ -z "$(id_of mgr.lin spends list)" ]; then
        quietly mgr.lin deputies grant dep.hu --rights "item.read;budget.read;spend.request;finance.spend.use;finance.spend.approve" \
            --ends-on 2035-12-31 --reason 年度经费 >/dev/null
        as dep.hu spends request CQ-KA 差旅费 "$month" 20000 全年会展差旅 --columns id,title,amount,available,state,waits_for
        refused dep.hu approvals approve "$(id_of dep.hu approvals list)"
        signed vp.zhao 同意
        say ""
        say "预算正好用完：再多一分也不行 / the last cent is promised: not one more, unless who may lift it does"
        refused dep.hu spends request CQ-KA 差旅费 "$month" 0.01 市内交通
        as dep.hu spends request CQ-KA 差旅费 "$month" 1500 客户急约 --beyond --reason 客户总部临时来访 --columns id,title,amount,beyond,state,waits_for
        signed vp.zhao 特批
        as dep.hu spends bill "$(id_of dep.hu spends list)" --columns id,title,amount,committed,billed,state
        say ""
        say "调剂：活动少办一场，差旅补给团队 / a transfer: one event less, its money goes to the team"
        as mgr.lin budget transfer CQ-KA 会议及活动费 "$month" 3000 --to-unit 客户开发 --to-subject 差旅费 --to-month "$month" --reason 活动取消 \
            --columns id,name,state,item_state
        signed vp.zhao 同意
    fi
    as mgr.lin budget show CQ-KA --year "$year"
}
